import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMay } from '../../api/me.ts'
import { isProblem } from '../../api/request.ts'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { useEventTexts } from './event-texts.ts'
import { isOverrulable, type OverrulableRule } from './overrulable-rules.ts'

/** The rule that stands in the way; undefined where the refusal is another. */
function ruleOf(error: unknown): OverrulableRule | undefined {
  return isProblem(error) && isOverrulable(error.code) ? error.code : undefined
}

interface OverruleAlertProps {
  /** What the hub refused; nothing is drawn without. */
  readonly error: unknown
  /** What the button says, e.g. "Register anyway". */
  readonly anyway: string
  readonly running: boolean
  readonly overrule: (rule: OverrulableRule) => void
  /** Rules that cannot be set aside here. */
  readonly except?: (rule: OverrulableRule) => boolean
}

/** A refusal: where it is a rule that staff may set aside, with what that means and the act. */
export function OverruleAlert(props: OverruleAlertProps) {
  const { error, anyway, running, overrule, except } = props
  const t = useEventTexts()
  const may = useMay()
  const rule = ruleOf(error)
  const isFixed = rule === undefined || except?.(rule) === true
  if (isFixed || !isProblem(error) || !may('Create', 'msevtmgt_eventregistration', 'all')) {
    return <ProblemAlert error={error} />
  }
  return (
    <Alert role="alert" color="yellow" icon={<IconAlertTriangle />} title={t(`overrule.${rule}`)}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          <ServerText text={error.sentence} />
        </Text>
        <Text size="sm">
          {t(`overrule.${rule}.means`)} {t('overrule.noted')}
        </Text>
        <Button variant="default" loading={running} onClick={() => overrule(rule)}>
          {anyway}
        </Button>
      </Stack>
    </Alert>
  )
}
