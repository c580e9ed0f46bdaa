"""Addresses of the suppliers room."""

from django.urls import path

from beatbook.suppliers.views import contracts, fees, lists, suppliers

urlpatterns = [
    path("suppliers", lists.supplier_list, name="suppliers"),
    path("suppliers/list.<slug:form>", lists.suppliers_file, name="suppliers-file"),
    path("suppliers/left-out", lists.left_out, name="suppliers-left-out"),
    path("suppliers/left-out.<slug:form>", lists.left_out_file, name="suppliers-left-out-file"),
    path("suppliers/notices.json", contracts.notices_ocds, name="notices-ocds"),
    path("suppliers/contracts", lists.contract_list, name="contracts"),
    path("suppliers/contracts/list.<slug:form>", lists.contracts_file, name="contracts-file"),
    path("suppliers/contracts/<uuid:identifier>", contracts.contract_page, name="contract"),
    path("suppliers/contracts/<uuid:identifier>/readings.<slug:form>", contracts.readings_file, name="readings-file"),
    path("suppliers/contracts/<uuid:identifier>/performance-notice.txt", contracts.performance_text, name="performance-notice"),
    path("suppliers/contracts/<uuid:identifier>/ocds.json", contracts.contract_ocds, name="contract-ocds"),
    path("suppliers/contracts/<uuid:identifier>/fees", fees.fees_page, name="fees"),
    path("suppliers/contracts/<uuid:identifier>/fees.<slug:form>", fees.fees_file, name="fees-file"),
    path("suppliers/<uuid:identifier>", suppliers.supplier_page, name="supplier"),
    path("suppliers/<uuid:identifier>/contracts.<slug:form>", suppliers.supplier_file, name="supplier-file"),
    path("suppliers/<uuid:identifier>/scorecard", suppliers.scorecard_page, name="scorecard"),
    path("suppliers/<uuid:identifier>/scorecard.<slug:form>", suppliers.scorecard_file, name="scorecard-file"),
]
