/** How a program gets a token with client credentials (RFC 6749 §4.4). */
export const tokenAddress = () => `${location.origin}/oauth2/token`

export const tokenExample = (clientId: string, secret: string) =>
  `curl ${tokenAddress()} -d grant_type=client_credentials -d client_id=${clientId} -d client_secret=${secret}`
