// SQL that several entities share.
#pragma once

#include "store/entity.h"

/// The type of the value in row r as Camunda's queries spell it; in the order of ValueType
/// (model/value.h).
#define PROCOS_VALUE_TYPE_NAME                                                          \
  "(CASE r.value_type WHEN 0 THEN 'null' WHEN 1 THEN 'boolean' WHEN 2 THEN 'short' "    \
  "WHEN 3 THEN 'integer' WHEN 4 THEN 'long' WHEN 5 THEN 'double' WHEN 6 THEN 'string' " \
  "WHEN 7 THEN 'date' WHEN 8 THEN 'bytes' WHEN 9 THEN 'file' WHEN 10 THEN 'object' "    \
  "WHEN 11 THEN 'json' WHEN 12 THEN 'xml' END)"

namespace procos::store {

/// Whoever asks for what has no tenant does not ask for tenants.
inline constexpr FilterDef kTenantIdIn{
    .name = "tenantIdIn", .sql = "r.tenant_id IN $list", .unless = "withoutTenantId"};

}  // namespace procos::store
