package org.consent4j.compatibility.shop;

/** Where no filter runs, parameters and requirements read the request themselves. */
@Mvc.SliceWithoutFilters
class ShopSliceWithoutFiltersTest extends ShopMvc {}
