import { Loader, Stack } from '@mantine/core'

export function PageLoading() {
  return (
    <Stack align="center" pt="20vh" aria-busy="true">
      <Loader type="dots" />
    </Stack>
  )
}
