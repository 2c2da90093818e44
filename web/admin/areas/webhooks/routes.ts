import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

const endpointPage = lazyRouteComponent(() => import('./endpoint-page.tsx'), 'EndpointPage')

export const webhookRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks',
    staticData: { needs: ['Read all serviceendpoint'] },
    component: lazyRouteComponent(() => import('./endpoint-list.tsx'), 'EndpointList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/new',
    staticData: { needs: ['Create serviceendpoint'] },
    component: lazyRouteComponent(() => import('./new-endpoint.tsx'), 'NewEndpoint'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/$endpointId',
    staticData: { needs: ['Read all serviceendpoint'] },
    component: endpointPage,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/$endpointId/$tab',
    staticData: { needs: ['Read all serviceendpoint'] },
    component: endpointPage,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/$endpointId/steps/$stepId',
    staticData: {
      needs: ['Read sdkmessageprocessingstep'],
      needsForNew: ['Create sdkmessageprocessingstep'],
    },
    component: lazyRouteComponent(() => import('./step-page.tsx'), 'StepPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/webhooks/$endpointId/deliveries/$attemptId',
    staticData: { needs: ['Read gr_deliveryattempt'] },
    component: lazyRouteComponent(() => import('./delivery-page.tsx'), 'DeliveryPage'),
  }),
]
