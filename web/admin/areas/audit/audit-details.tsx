import { Button, Drawer, Group, Stack, Text } from '@mantine/core'
import { Facts } from '../../components/sheet.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { useFormat } from '../../texts/format.ts'
import { useEventTexts } from '../events/event-texts.ts'
import { isOverrulable, type OverrulableRule } from '../events/overrulable-rules.ts'
import { browserOf } from '../profile/sessions.ts'
import type { AuditChange, AuditRow, RecordNames } from './audit.ts'
import { RecordName } from './audit-rows.tsx'
import { useAuditTexts } from './audit-texts.ts'
import { useAuditWords } from './audit-words.ts'
import { ChangedValue } from './changed-value.tsx'
import './audit.css'

interface AuditDetailsProps {
  /** Undefined: closed. */
  readonly row: AuditRow | undefined
  readonly names: RecordNames
  readonly close: () => void
  /** Shows all that was done to one record. */
  readonly all: (recordId: string) => void
}

export function AuditDetails({ row, names, close, all }: AuditDetailsProps) {
  const words = useAuditWords()
  return (
    <Drawer
      opened={row !== undefined}
      onClose={close}
      position="right"
      size="lg"
      title={row === undefined ? '' : words.action(row.action)}
    >
      {row !== undefined && <Details row={row} names={names} all={all} />}
    </Drawer>
  )
}

interface DetailsProps {
  readonly row: AuditRow
  readonly names: RecordNames
  readonly all: (recordId: string) => void
}

function Details({ row, names, all }: DetailsProps) {
  const t = useAuditTexts()
  const format = useFormat()
  const { recordId, changes, userAgent, initiatingUser } = row
  return (
    <Stack>
      <Facts
        of={[
          [t('column.when'), format.dateTime(row.at)],
          [
            t('column.who'),
            row.user?.name ?? t(row.request === null ? 'audit.hub' : 'audit.nobody'),
          ],
          [t('detail.by'), initiatingUser?.name],
          [
            t('column.record'),
            row.table === null ? '' : <RecordName key="record" row={row} names={names} />,
          ],
          [t('column.from'), row.address],
          [t('detail.browser'), userAgent === null ? '' : browserOf(userAgent)],
          [t('detail.request'), row.request ?? t('audit.hub')],
        ]}
      />
      {changes !== null && changes.length > 0 ? (
        <Changes table={row.table} changes={changes} names={names} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('detail.noChanges')}
        </Text>
      )}
      {recordId !== null && (
        <Group>
          <Button variant="default" onClick={() => all(recordId)}>
            {t('detail.all')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

interface ChangesProps {
  readonly table: string | null
  readonly changes: readonly AuditChange[]
  readonly names: RecordNames
}

function Changes({ table, changes, names }: ChangesProps) {
  const t = useAuditTexts()
  const words = useAuditWords()
  const told = changes.filter(({ column }) => !words.isKey(table, column))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="changes" tabIndex={0} aria-label={t('detail.changes')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('detail.column')}</th>
            <th scope="col">{t('detail.old')}</th>
            <th scope="col">{t('detail.new')}</th>
          </tr>
        </thead>
        <tbody>
          {told.map((change) =>
            isOverrulable(change.column) ? (
              <OverruledRule key={change.column} rule={change.column} change={change} />
            ) : (
              <tr key={change.column}>
                <th scope="row">{words.column(table, change.column)}</th>
                {'secret' in change ? (
                  <td colSpan={2}>{t('detail.secret')}</td>
                ) : (
                  <>
                    <td className="old">
                      <ChangedValue
                        {...{ table, names }}
                        column={change.column}
                        value={change.old}
                      />
                    </td>
                    <td className="new">
                      <ChangedValue
                        {...{ table, names }}
                        column={change.column}
                        value={change.new}
                      />
                    </td>
                  </>
                )}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  )
}

interface OverruledRuleProps {
  readonly rule: OverrulableRule
  readonly change: AuditChange
}

/** What the hub said before staff set the rule aside. */
function OverruledRule({ rule, change }: OverruledRuleProps) {
  const events = useEventTexts()
  return (
    <tr>
      <th scope="row">{events(`overrule.${rule}`)}</th>
      <td colSpan={2}>{'old' in change && <ServerText text={String(change.old ?? '')} />}</td>
    </tr>
  )
}
