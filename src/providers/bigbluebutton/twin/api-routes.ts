import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from './failure.ts'
import { createHook, destroyHook, listHooks, ping } from './hook-calls.ts'
import { join } from './join.ts'
import {
  deleteRecordings,
  listRecordings,
  publishRecordings,
  updateRecordings,
} from './recordings.ts'
import { type ApiRequest, checkChecksum, hasKnownLength } from './request.ts'
import * as rooms from './room-calls.ts'
import { settle } from './rooms.ts'
import type { Vendor } from './state.ts'
import { listTextTracks, putTextTrack } from './text-tracks.ts'
import { element, failed, success } from './xml.ts'

type XmlCall = (vendor: Vendor, request: ApiRequest) => string

const xmlCalls: ReadonlyMap<string, XmlCall> = named({
  create: rooms.create,
  end: rooms.end,
  isMeetingRunning: rooms.isMeetingRunning,
  getMeetings: rooms.getMeetings,
  getMeetingInfo: rooms.getMeetingInfo,
  getSessions: rooms.getSessions,
  insertDocument: rooms.insertDocument,
  sendChatMessage: rooms.sendChatMessage,
  getRecordings: listRecordings,
  publishRecordings,
  deleteRecordings,
  updateRecordings,
})

const hookCalls: ReadonlyMap<string, XmlCall> = named({
  'hooks/create': createHook,
  'hooks/list': listHooks,
  'hooks/destroy': destroyHook,
  'hooks/ping': ping,
})

const jsonCalls: ReadonlyMap<string, (vendor: Vendor, request: ApiRequest) => object> = named({
  getRecordingTextTracks: listTextTracks,
  putRecordingTextTrack: putTextTrack,
})

function named<Call>(calls: Readonly<Record<string, Call>>): ReadonlyMap<string, Call> {
  return new Map(Object.entries(calls))
}

/** A twin may run for days beside a demo. */
const keptCalls = 10_000

/** All calls below one address; a failure is an answer with status 200 too. */
export function registerApi(server: FastifyInstance, vendor: Vendor): void {
  server.get('/bigbluebutton/api', (_request, reply) => sendXml(reply, versionXml()))
  server.get('/bigbluebutton/api/', (_request, reply) => sendXml(reply, versionXml()))
  server.route<{ Params: { '*': string } }>({
    method: ['GET', 'POST'],
    url: '/bigbluebutton/api/*',
    handler: (request, reply) => answer(vendor, request, reply, request.params['*']),
  })
}

const versionXml = () =>
  success(
    element('version', '2.0'),
    element('apiVersion', '2.0'),
    element('bbbVersion', '3.0.4'),
    element('html5PluginSdkVersion', '0.0.60'),
  )

function answer(
  vendor: Vendor,
  request: FastifyRequest,
  reply: FastifyReply,
  call: string,
): FastifyReply {
  settle(vendor)
  vendor.calls.push(call)
  if (vendor.calls.length > keptCalls) vendor.calls.shift()
  try {
    return answerCall(vendor, request, reply, call)
  } catch (error) {
    if (error instanceof Failure) return sendXml(reply, failed(error.key, error.message))
    throw error
  }
}

function answerCall(
  vendor: Vendor,
  request: FastifyRequest,
  reply: FastifyReply,
  call: string,
): FastifyReply {
  const { settings, secret } = vendor
  const rawQuery = request.raw.url?.split('?').slice(1).join('?') ?? ''
  const isHookCall = call.startsWith('hooks/') && settings.hooksInstalled
  if (isHookCall && !hasKnownLength(rawQuery, settings.hookAlgorithms)) return brokenHooks(reply)
  const allowed = isHookCall ? settings.hookAlgorithms : settings.algorithms
  checkChecksum({ call, rawQuery }, secret, allowed)
  const asked = toRequest(request, call, rawQuery)
  if (call === 'join') return answerJoin(vendor, asked, reply)
  const json = jsonCalls.get(call)
  if (json !== undefined) return reply.type('application/json').send(json(vendor, asked))
  const xml = isHookCall ? hookCalls.get(call) : xmlCalls.get(call)
  if (xml === undefined) throw new Failure('unsupportedRequest', 'This request is not supported.')
  return sendXml(reply, xml(vendor, asked))
}

function toRequest(request: FastifyRequest, call: string, rawQuery: string): ApiRequest {
  return {
    call,
    method: request.method,
    parameters: new URLSearchParams(rawQuery),
    contentType: request.headers['content-type'] ?? '',
    body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
  }
}

/** Since 3.0 a browser must come with GET. The cookie holds the session at the real server. */
function answerJoin(vendor: Vendor, request: ApiRequest, reply: FastifyReply): FastifyReply {
  if (request.method !== 'GET') {
    throw new Failure('unsupportedRequest', 'Only GET is supported for join.')
  }
  const joined = join(vendor, request)
  if (joined.kind === 'xml') return sendXml(reply, joined.xml)
  if (joined.token !== undefined) reply.header('set-cookie', `JSESSIONID=${joined.token}; HttpOnly`)
  return reply.redirect(joined.location, 302)
}

/** The real service throws at a checksum whose length it does not know. */
const brokenHooks = (reply: FastifyReply) =>
  reply
    .code(500)
    .type('text/html; charset=utf-8')
    .send('<!DOCTYPE html><html><body><pre>Internal Server Error</pre></body></html>')

const sendXml = (reply: FastifyReply, xml: string) =>
  reply.header('cache-control', 'no-cache').type('text/xml; charset=utf-8').send(xml)
