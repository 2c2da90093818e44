/** Records of the companies and servers that host webinars. */
import { Box } from '@mantine/core'
import { EmptyState } from '../../components/empty-state.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { useConfigurationTexts } from './configuration-texts.ts'

export function ProviderList() {
  const t = useConfigurationTexts()
  return (
    <Box display="flex" style={{ flexDirection: 'column' }}>
      <RecordGrid
        label={t('list.providers')}
        height={420}
        rowKey="msevtmgt_webinarproviderid"
        query={{
          set: 'msevtmgt_webinarproviders',
          select: [
            'msevtmgt_name',
            'gr_adapter',
            'msevtmgt_base_service_url',
            'msevtmgt_maxdurationinminutes',
            'statecode',
          ],
          orderBy: 'msevtmgt_name',
        }}
        open={(row) => `/configurations/providers/${String(row.msevtmgt_webinarproviderid)}`}
        columns={[
          { name: 'msevtmgt_name', title: t('provider.name') },
          { name: 'msevtmgt_base_service_url', title: t('provider.address') },
          { name: 'msevtmgt_maxdurationinminutes', title: t('provider.minutes'), number: true },
          { name: 'statecode', title: t('provider.state') },
        ]}
        empty={<EmptyState title={t('provider.empty')} text={t('provider.empty.text')} />}
      />
    </Box>
  )
}
