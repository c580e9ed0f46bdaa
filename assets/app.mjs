import { createAll, Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink } from "govuk-frontend";
import { SortableTable } from "@ministryofjustice/frontend";
for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink]) createAll(component);
createAll(SortableTable);
