import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const mailRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/mails',
    staticData: { needs: ['Read gr_mail'] },
    component: lazyRouteComponent(() => import('./mail-list.tsx'), 'MailList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/mails/$mailId',
    staticData: { needs: ['Read all gr_mail'] },
    component: lazyRouteComponent(() => import('./mail-page.tsx'), 'MailPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/mail-templates',
    staticData: { needs: ['Read all gr_mailtemplate'] },
    component: lazyRouteComponent(() => import('./template-list.tsx'), 'TemplateList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/mail-templates/$templateId',
    staticData: {
      needs: ['Read all gr_mailtemplate'],
      needsForNew: ['Read all gr_mailtemplate', 'Create gr_mailtemplate'],
    },
    component: lazyRouteComponent(() => import('./template-page.tsx'), 'TemplatePage'),
  }),
]
