export { createCaptcha } from './captcha.ts'
export { allowsDemoPayment } from './demo-payment.ts'
export { registerEventsApi } from './register-events-api.ts'
