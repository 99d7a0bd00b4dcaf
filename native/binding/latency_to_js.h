// A histogram of nanoseconds → NativeLatency.
#pragma once

#include "binding/napi_setup.h"
#include "core/histogram.h"

namespace ioproof {

/// HdrHistogram V2 payload, not compressed.
Napi::Value encoded(Napi::Env env, const Histogram& histogram);

/// NativeLatency of src/native/contract/result.ts.
Napi::Object latencyToJs(Napi::Env env, const Histogram& histogram);

}  // namespace ioproof
