import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const organizationRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/organization',
    staticData: { needs: ['Read organization'] },
    component: lazyRouteComponent(() => import('./organization-page.tsx'), 'OrganizationPage'),
  }),
]
