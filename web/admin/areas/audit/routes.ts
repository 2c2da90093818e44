import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const auditRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/audit',
    staticData: { needs: ['Administrate'] },
    component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
  }),
]
