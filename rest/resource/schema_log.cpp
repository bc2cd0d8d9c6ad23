#include "rest/resource/schema_log.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {

void get_schema_log(Context& ctx) { get_list<state::SchemaLogRow>(ctx, kSchemaLogQuery); }
void query_schema_log(Context& ctx) { post_list<state::SchemaLogRow>(ctx, kSchemaLogQuery); }

}  // namespace procos::rest
