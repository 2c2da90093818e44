/** `npm start`. Settings come from the environment; the README says what they are. */
import { createService } from './service.ts'
import { createVendor } from './vendor.ts'

const {
  PORT = '4100',
  HOST = '127.0.0.1',
  CLIENT_ID = 'greenroom',
  CLIENT_SECRET = 'change-me',
  REDIRECT_URI = 'http://127.0.0.1:3000/WebResources/msevtmgt_AuthorizationResult.html',
} = process.env

const client = { id: CLIENT_ID, secret: CLIENT_SECRET, redirectUri: REDIRECT_URI }
createService({ vendor: createVendor(), client }).listen(Number(PORT), HOST, () => {
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    state: 'try',
  })
  console.log(`Webinar Extension API on http://${HOST}:${PORT}`)
  console.log(`Sign in: http://${HOST}:${PORT}/auth/authorize?${query}`)
})
