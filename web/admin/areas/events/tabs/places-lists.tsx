import { Accordion, Stack } from '@mantine/core'
import { shownValue } from '../../../api/records.ts'
import { useEventTexts } from '../event-texts.ts'
import { RowList } from '../row-list.tsx'

/** Buildings and rooms are everybody's; they stand here because agendas need them. */
export function PlacesLists() {
  const t = useEventTexts()
  return (
    <Accordion variant="contained" className="sheet-accordion">
      <Accordion.Item value="places">
        <Accordion.Control>{t('places.title')}</Accordion.Control>
        <Accordion.Panel>
          <Stack>
            <Buildings />
            <Rooms />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}

function Buildings() {
  const t = useEventTexts()
  return (
    <RowList
      title={t('buildings.title')}
      empty={t('buildings.empty')}
      add={t('buildings.add')}
      rowKey="msevtmgt_buildingid"
      nameOf={(row) => String(row.msevtmgt_name)}
      query={{
        set: 'msevtmgt_buildings',
        select: ['msevtmgt_name', 'msevtmgt_addresscomposite'],
        orderBy: 'msevtmgt_name',
      }}
      columns={[
        { title: t('place.name'), show: (row) => String(row.msevtmgt_name) },
        { title: t('place.address'), show: (row) => shownValue(row, 'msevtmgt_addresscomposite') },
      ]}
      form={{
        table: 'msevtmgt_building',
        fields: [
          'msevtmgt_name',
          'msevtmgt_addressline1',
          'msevtmgt_postalcode',
          'msevtmgt_city',
          'msevtmgt_country',
          'msevtmgt_description',
        ],
        labels: {
          msevtmgt_name: t('place.name'),
          msevtmgt_addressline1: t('place.street'),
          msevtmgt_postalcode: t('place.postalCode'),
          msevtmgt_city: t('place.city'),
          msevtmgt_country: t('place.country'),
          msevtmgt_description: t('event.description'),
        },
      }}
    />
  )
}

function Rooms() {
  const t = useEventTexts()
  return (
    <RowList
      title={t('rooms.title')}
      empty={t('rooms.empty')}
      add={t('rooms.add')}
      rowKey="msevtmgt_roomid"
      nameOf={(row) => String(row.msevtmgt_name)}
      query={{
        set: 'msevtmgt_rooms',
        select: ['msevtmgt_name', '_msevtmgt_building_value', 'msevtmgt_capacity'],
        orderBy: 'msevtmgt_name',
      }}
      columns={[
        { title: t('place.name'), show: (row) => String(row.msevtmgt_name) },
        { title: t('event.building'), show: (row) => shownValue(row, 'msevtmgt_building') },
        {
          title: t('session.seats'),
          number: true,
          show: (row) => shownValue(row, 'msevtmgt_capacity'),
        },
      ]}
      form={{
        table: 'msevtmgt_room',
        fields: ['msevtmgt_name', 'msevtmgt_building', 'msevtmgt_capacity', 'msevtmgt_description'],
        labels: {
          msevtmgt_name: t('place.name'),
          msevtmgt_building: t('event.building'),
          msevtmgt_capacity: t('session.seats'),
          msevtmgt_description: t('event.description'),
        },
      }}
    />
  )
}
