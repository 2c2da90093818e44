import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const recoveryRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/recovery',
    component: lazyRouteComponent(() => import('./recovery-list.tsx'), 'RecoveryList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/recovery/$itemId',
    component: lazyRouteComponent(() => import('./recovery-page.tsx'), 'RecoveryPage'),
  }),
]
