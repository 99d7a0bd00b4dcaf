// Field by field.
#include "binding/kv_cache_from_js.h"

#include <string_view>

namespace ioproof {
namespace {

constexpr std::string_view priorities[] = {"interactive", "responsive", "batch"};

KvUserSpec userFromJs(const JsField& field) {
    return {.contextTokens = field.at("contextTokens").small(),
            .generateTokens = field.at("generateTokens").small(),
            .thinkNs = field.at("thinkNs").size(),
            .priority = static_cast<KvPriority>(field.at("priority").choice(priorities))};
}

}  // namespace

std::optional<KvCacheSpec> kvCacheFromJs(const JsField& field) {
    if (field.isNull()) return std::nullopt;
    KvCacheSpec spec;
    for (const JsField& user : field.at("users").list()) spec.users.push_back(userFromJs(user));
    spec.bytesPerToken = field.at("bytesPerToken").size();
    spec.blockTokens = field.at("blockTokens").small();
    spec.scale = field.at("scale").real();
    spec.capacityBytes = field.at("capacityBytes").size();
    spec.memoryBytes = field.at("memoryBytes").size();
    spec.allocations = field.at("allocations").small();
    spec.continuePercent = field.at("continuePercent").small();
    spec.mostTurns = field.at("mostTurns").small();
    spec.prefillTokens = field.at("prefillTokens").small();
    spec.decodeBatch = field.at("decodeBatch").small();
    spec.prefixPercent = field.at("prefixPercent").small();
    for (const JsField& tokens : field.at("prefixTokens").list()) spec.prefixTokens.push_back(tokens.small());
    spec.tokenNs = field.at("tokenNs").size();
    spec.requests = field.at("requests").size();
    spec.fsync = field.at("fsync").boolean();
    spec.dropBeforeRead = field.at("dropBeforeRead").boolean();
    spec.verify = field.at("verify").boolean();
    return spec;
}

}  // namespace ioproof
