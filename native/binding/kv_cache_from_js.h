// What a job of kind kv-cache is told, from plain JavaScript objects.
#pragma once

#include <optional>

#include "binding/js_field.h"
#include "core/kv_cache_spec.h"

namespace ioproof {

/// From a NativeKvCache or null. Throws Napi::TypeError for a missing or wrong field, with its name.
std::optional<KvCacheSpec> kvCacheFromJs(const JsField& field);

}  // namespace ioproof
