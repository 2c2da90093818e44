import type { ProviderDefinition } from '../contract.ts'
import { providerId } from './client.ts'
import { connect } from './connect.ts'

export const webinarExtension: ProviderDefinition = {
  id: providerId,
  name: 'Webinar Extension API',
  description: 'Any webinar service that implements the Webinar Extension API, version 1.0.',
  settings: [
    {
      name: 'msevtmgt_base_service_url',
      on: 'provider',
      label: 'Base service URL',
      help: 'Root of the service that implements the API. The address of a vendor that does not implement it will not work: an adapter service has to stand in between.',
      kind: 'url',
      required: true,
    },
    {
      name: 'msevtmgt_clientid',
      on: 'provider',
      label: 'Client ID',
      help: 'The provider gives it to you when you sign up.',
      kind: 'text',
      required: true,
    },
    {
      name: 'msevtmgt_clientsecret',
      on: 'provider',
      label: 'Client secret',
      help: 'Comes with the client ID. It is stored encrypted and never shown again.',
      kind: 'secret',
      required: true,
    },
  ],
  auth: 'authorize',
  capabilities: {
    join: 'personal',
    attendance: 'query',
    registrants: true,
    update: true,
    cancel: true,
    delete: true,
    recurrence: false,
    cohosts: true,
    recording: true,
    recordings: false,
    password: false,
    webinarTypes: true,
    asynchronousCreation: true,
  },
  connect,
}
