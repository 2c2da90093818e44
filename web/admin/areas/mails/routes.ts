import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const mailRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/mails',
    component: lazyRouteComponent(() => import('./mail-list.tsx'), 'MailList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/mails/$mailId',
    component: lazyRouteComponent(() => import('./mail-page.tsx'), 'MailPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/mail-templates',
    component: lazyRouteComponent(() => import('./template-list.tsx'), 'TemplateList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/mail-templates/$templateId',
    component: lazyRouteComponent(() => import('./template-page.tsx'), 'TemplatePage'),
  }),
]
