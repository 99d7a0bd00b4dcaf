// What a job of kind kv-cache tells → JavaScript.
#pragma once

#include "binding/napi_setup.h"
#include "core/kv_cache_result.h"

namespace ioproof {

/// NativeKvCacheResult of src/native/contract/kv-cache.ts.
Napi::Object toJs(Napi::Env env, const KvCacheResult& cache);

/// NativeKvCacheSnapshot.
Napi::Object toJs(Napi::Env env, const KvCacheSnapshot& snapshot);

}  // namespace ioproof
