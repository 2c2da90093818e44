import type { FastifyInstance } from 'fastify'

export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** 0, the default, takes a free port. */
  readonly port?: number
}

/** Starts the server and gives its address, without a slash at the end. */
export async function listen(
  server: FastifyInstance,
  { host = '127.0.0.1', port = 0 }: ListenOptions,
): Promise<string> {
  try {
    await server.listen({ host, port })
  } catch (error) {
    await server.close()
    throw error
  }
  const address = server.server.address()
  const taken = address !== null && typeof address === 'object' ? address.port : port
  // One that listens on every address is told by the address that works on its own machine.
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${taken}`
}
