import { Drawer } from '@mantine/core'

interface LetterViewProps {
  readonly id: string | undefined
  readonly title: string
  readonly close: () => void
}

/** A letter as its reader sees it; the frame may run nothing. */
export function LetterView({ id, title, close }: LetterViewProps) {
  return (
    <Drawer position="right" size="xl" opened={id !== undefined} onClose={close} title={title}>
      {id !== undefined && (
        <iframe className="letter" sandbox="" title={title} src={`/admin/mails/${id}/body`} />
      )}
    </Drawer>
  )
}
