export { escapeHtml, type Html, html, page, raw } from './html.ts'
export { createMetrics, type Labels, type Metrics } from './metrics.ts'
export { type Problem, problemOf } from './problem.ts'
export { createHttpServer, type HttpServer, type HttpServerOptions } from './server.ts'
