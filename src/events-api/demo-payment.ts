interface DemoPaymentSettings {
  readonly demoPayment: string
  readonly publicUrl: string
}

/**
 * The second switch of demo payment: a hub that others can reach serves real customers, so there
 * somebody has to want it in the settings, too.
 */
export function allowsDemoPayment({ demoPayment, publicUrl }: DemoPaymentSettings): boolean {
  if (demoPayment !== 'unset') return demoPayment === 'allowed'
  const { hostname } = new URL(publicUrl)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
