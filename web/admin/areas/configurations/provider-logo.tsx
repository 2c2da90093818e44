import { Image } from '@mantine/core'

/** Beside a name that says the same, so it is empty for those who hear the page. */
export function ProviderLogo({ src, size = 28 }: { readonly src: string; readonly size?: number }) {
  return <Image src={src} alt="" w={size} h={size} fit="contain" flex="none" />
}
