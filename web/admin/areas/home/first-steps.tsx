import { Button, CloseButton, Progress, VisuallyHidden } from '@mantine/core'
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { FirstSteps } from '../../../../src/console/live-shapes.ts'
import { Sheet } from '../../components/sheet.tsx'
import { useHomeTexts } from './home-texts.ts'

const put = 'greenroom.firstSteps'
const names = ['account', 'event', 'published', 'registered', 'webhook'] as const
type StepName = (typeof names)[number]

/** From an empty hub to the first webhook; gone when all is done, or when it is put away. */
export function FirstStepsSheet({ steps }: { readonly steps: FirstSteps }) {
  const t = useHomeTexts()
  const [away, setAway] = useState(() => localStorage.getItem(put) === 'away')
  const done = names.filter((name) => steps[name]).length
  if (away || done === names.length) return null
  const next = names.find((name) => !steps[name])
  return (
    <Sheet
      title={t('steps.title')}
      note={t('steps.done', { done, all: names.length })}
      actions={
        <CloseButton
          aria-label={t('steps.away')}
          onClick={() => {
            localStorage.setItem(put, 'away')
            setAway(true)
          }}
        />
      }
    >
      <Progress value={(done / names.length) * 100} aria-label={t('steps.title')} size="sm" />
      <ol className="home-rows">
        {names.map((name) => (
          <Step key={name} name={name} steps={steps} isNext={name === next} />
        ))}
      </ol>
    </Sheet>
  )
}

interface StepProps {
  readonly name: StepName
  readonly steps: FirstSteps
  readonly isNext: boolean
}

function Step({ name, steps, isNext }: StepProps) {
  const t = useHomeTexts()
  const done = steps[name]
  return (
    <li className="home-row">
      {done ? (
        <IconCircleCheckFilled size={22} color="var(--mantine-primary-color-filled)" aria-hidden />
      ) : (
        <IconCircle size={22} stroke={1.5} color="var(--mantine-color-dimmed)" aria-hidden />
      )}
      <div className={done ? 'home-row-text home-step-done' : 'home-row-text'}>
        <strong>{t(`steps.${name}`)}</strong>
        {!done && <span>{t(`steps.${name}.text`)}</span>}
      </div>
      {done ? (
        <VisuallyHidden>{t('steps.isDone')}</VisuallyHidden>
      ) : (
        <StepLink name={name} steps={steps} variant={isNext ? 'filled' : 'default'} />
      )}
    </li>
  )
}

function StepLink({
  name,
  steps,
  variant,
}: {
  readonly name: StepName
  readonly steps: FirstSteps
  readonly variant: string
}) {
  const t = useHomeTexts()
  const label = t(`steps.${name}.act`)
  if (name === 'registered') {
    if (!steps.published) return null
    const address = steps.publicEventId === null ? '/' : `/e/${steps.publicEventId}`
    return (
      <Button component="a" href={address} target="_blank" variant={variant}>
        {label}
      </Button>
    )
  }
  const address = {
    account: '/configurations/new',
    event: '/events/new',
    published: steps.draftEventId === null ? '/events' : `/events/${steps.draftEventId}`,
    webhook: '/webhooks',
  }[name]
  return (
    <Button component={Link} to={address} variant={variant}>
      {label}
    </Button>
  )
}
