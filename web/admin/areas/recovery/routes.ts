import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const recoveryRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/recovery',
    staticData: { needs: ['Read gr_recoveryitem'] },
    component: lazyRouteComponent(() => import('./recovery-list.tsx'), 'RecoveryList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/recovery/$itemId',
    staticData: { needs: ['Read gr_recoveryitem'] },
    component: lazyRouteComponent(() => import('./recovery-page.tsx'), 'RecoveryPage'),
  }),
]
