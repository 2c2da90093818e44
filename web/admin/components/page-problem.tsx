import { Alert, Button, Container, Group, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isProblem } from '../api/request.ts'
import { useAppTexts } from '../app/app-texts.ts'
import { useFromServer } from '../server-words/server-words.ts'

/** Instead of a page that failed: what happened and what to do. */
export function PageProblem({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useAppTexts()
  const { reset } = useQueryErrorResetBoundary()
  useEffect(reset, [reset])
  if (isProblem(error) && error.status === 404) return <PageNotFound />
  if (isProblem(error) && error.status === 403) return <PageNotAllowed />
  return (
    <Container size="sm" py="xl">
      <Stack>
        <Title order={1}>{t('problem.page')}</Title>
        <ProblemAlert error={error} />
        <Group>
          <Button onClick={retry}>{t('act.retry')}</Button>
          <Button variant="default" component={Link} to="/">
            {t('problem.home')}
          </Button>
        </Group>
      </Stack>
    </Container>
  )
}

export function PageNotFound() {
  const t = useAppTexts()
  return <NoPage title={t('problem.notFound')} text={t('problem.notFound.text')} />
}

/** The rights became fewer while somebody worked, or the record is somebody else's. */
function PageNotAllowed() {
  const t = useAppTexts()
  return <NoPage title={t('notForYou.title')} text={t('problem.notAllowed')} />
}

function NoPage({ title, text }: { readonly title: string; readonly text: string }) {
  const t = useAppTexts()
  return (
    <Container size="sm" py="xl">
      <Stack>
        <Title order={1}>{title}</Title>
        <Text>{text}</Text>
        <Group>
          <Button component={Link} to="/">
            {t('problem.home')}
          </Button>
        </Group>
      </Stack>
    </Container>
  )
}

/** What the hub said, with its advice; or that it cannot be reached. */
export function ProblemAlert({ error }: { error: unknown }) {
  const t = useAppTexts()
  if (error === null || error === undefined) return null
  return (
    <Alert role="alert" color="red" icon={<IconAlertTriangle />} title={t('problem.title')}>
      <ProblemText error={error} />
    </Alert>
  )
}

export function ProblemText({ error }: { error: unknown }) {
  const t = useAppTexts()
  const fromServer = useFromServer()
  if (!isProblem(error)) return t('problem.network')
  if (error.status === 403) return t('problem.notAllowed')
  return fromServer(error.advice === '' ? error.sentence : `${error.sentence} ${error.advice}`)
}
