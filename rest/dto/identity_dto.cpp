#include "rest/dto/entity_dto.h"
#include "state/permissions.h"

namespace procos::rest {

void write_dto(JsonWriter& out, const state::UserRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("firstName", row.first_name).text("lastName", row.last_name);
  out.text("email", row.email);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::GroupRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("name", row.name).text("type", row.type);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::TenantRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("name", row.name);
  out.end_object();
}

namespace {

void write_permissions(JsonWriter& out, const state::AuthorizationRow& row) {
  out.key("permissions").begin_array();
  for (std::string_view name :
       state::permission_names(row.type, row.resource_type, row.permissions)) {
    out.string(name);
  }
  out.end_array();
}

}  // namespace

void write_dto(JsonWriter& out, const state::AuthorizationRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).number("type", row.type);
  write_permissions(out, row);
  out.text("userId", row.user_id).text("groupId", row.group_id);
  out.number("resourceType", row.resource_type).text("resourceId", row.resource_id);
  out.time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  out.end_object();
}

}  // namespace procos::rest
