import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const administrationRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/administration',
    staticData: { needs: ['Read msevtmgt_eventadministration'] },
    component: lazyRouteComponent(() => import('./administration-list.tsx'), 'AdministrationList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/administration/$administrationId',
    staticData: {
      needs: ['Read msevtmgt_eventadministration'],
      needsForNew: ['Create msevtmgt_eventadministration'],
    },
    component: lazyRouteComponent(() => import('./administration-page.tsx'), 'AdministrationPage'),
  }),
]
