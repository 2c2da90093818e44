import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

const endpointPage = lazyRouteComponent(() => import('./endpoint-page.tsx'), 'EndpointPage')

export const webhookRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks',
    component: lazyRouteComponent(() => import('./endpoint-list.tsx'), 'EndpointList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/new',
    component: lazyRouteComponent(() => import('./new-endpoint.tsx'), 'NewEndpoint'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/$endpointId',
    component: endpointPage,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/$endpointId/$tab',
    component: endpointPage,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/$endpointId/steps/$stepId',
    component: lazyRouteComponent(() => import('./step-page.tsx'), 'StepPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/$endpointId/deliveries/$attemptId',
    component: lazyRouteComponent(() => import('./delivery-page.tsx'), 'DeliveryPage'),
  }),
]
