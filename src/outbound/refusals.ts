import { defineRefusals } from '#errors'

/**
 * The sentences name host and port, never the path, the query, a header or a proxy's password:
 * they reach consoles, logs and system jobs, and webhook URLs often carry their key in the query.
 */
export const refusals = defineRefusals({
  'outbound-refused-address': {
    status: 400,
    sentence: 'The hub may not call {target}: {detail}.',
    advice:
      'Use a public address. If this target is meant, an administrator adds its host or network to GREENROOM_OUTBOUND_ALLOW.',
  },
  'outbound-bad-url': {
    status: 400,
    sentence: 'The hub cannot call {target}: {detail}.',
    advice: 'Give a complete http or https URL; send credentials in a header.',
  },
  'outbound-bad-request': {
    status: 400,
    sentence: 'The request to {target} cannot be sent: {detail}.',
    advice: 'Correct the method or the header that is named.',
  },
  'outbound-dns': {
    status: 502,
    sentence: 'The address of {target} could not be found: {detail}.',
    advice:
      'Check the host name. Where only the egress proxy can resolve it, an administrator adds the host to GREENROOM_OUTBOUND_ALLOW.',
  },
  'outbound-connect': {
    status: 502,
    sentence: 'No connection to {target}: {detail}.',
    advice: 'Check host and port, and that the server is up and reachable from the hub.',
  },
  'outbound-tls': {
    status: 502,
    sentence: 'No trusted TLS connection to {target}: {detail}.',
    advice:
      'Renew or correct the certificate there; for a private authority start the hub with NODE_EXTRA_CA_CERTS.',
  },
  'outbound-timeout': {
    status: 504,
    sentence: 'The exchange with {target} was not finished after {detail}.',
    advice: 'Try again later, or have the server answer first and work afterwards.',
  },
  'outbound-too-large': {
    status: 502,
    sentence: 'The answer of {target} is too large: {detail}.',
    advice: 'Ask for less in one request.',
  },
  'outbound-closed': {
    status: 502,
    sentence: 'The exchange with {target} broke off: {detail}.',
    advice: 'Try again; the request may or may not have been carried out.',
  },
  'outbound-proxy': {
    status: 502,
    sentence: 'The egress proxy did not pass the request to {target} on: {detail}.',
    advice: 'Check the address, user and password of the proxy, and what it permits.',
  },
  'outbound-aborted': {
    status: 503,
    sentence: 'The call to {target} was given up: {detail}.',
    advice: 'Start it again if it is still wanted.',
  },
  'outbound-allow-entry': {
    status: 500,
    sentence: 'GREENROOM_OUTBOUND_ALLOW holds "{entry}", which the hub cannot read.',
    advice:
      'Write networks (10.0.0.0/8, fd00::/8), addresses (127.0.0.1), hosts (crm.example.com), hosts with a port (crm.example.com:8443, [::1]:8080) or all below a domain (*.example.com).',
  },
})
