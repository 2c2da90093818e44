/** Short messages at the edge: what was done, and what the hub refused. */
import { notifications } from '@mantine/notifications'
import { ProblemText } from './page-problem.tsx'

export function tellDone(message: string): void {
  notifications.show({ color: 'green', message, autoClose: 3500 })
}

/** Stays until it is closed: it says what to do. */
export function tellProblem(title: string, error: unknown): void {
  notifications.show({
    color: 'red',
    title,
    message: <ProblemText error={error} />,
    autoClose: false,
    role: 'alert',
  })
}
