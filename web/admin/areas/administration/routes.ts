import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const administrationRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/administration',
    component: lazyRouteComponent(() => import('./administration-list.tsx'), 'AdministrationList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/administration/$administrationId',
    component: lazyRouteComponent(() => import('./administration-page.tsx'), 'AdministrationPage'),
  }),
]
