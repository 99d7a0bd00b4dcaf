// Percentiles of a histogram, and the histogram itself.
#include "binding/latency_to_js.h"

#include <cstdint>

namespace ioproof {
namespace {

Napi::Value number(Napi::Env env, uint64_t value) { return Napi::Number::New(env, static_cast<double>(value)); }

}  // namespace

Napi::Value encoded(Napi::Env env, const Histogram& histogram) {
    const auto bytes = histogram.encodeV2();
    return Napi::Buffer<uint8_t>::Copy(env, bytes.data(), bytes.size());
}

Napi::Object latencyToJs(Napi::Env env, const Histogram& histogram) {
    auto object = Napi::Object::New(env);
    object.Set("min", number(env, histogram.min()));
    object.Set("mean", Napi::Number::New(env, histogram.mean()));
    object.Set("stddev", Napi::Number::New(env, histogram.standardDeviation()));
    object.Set("max", number(env, histogram.max()));
    object.Set("p50", number(env, histogram.percentile(50)));
    object.Set("p90", number(env, histogram.percentile(90)));
    object.Set("p99", number(env, histogram.percentile(99)));
    object.Set("p999", number(env, histogram.percentile(99.9)));
    object.Set("p9999", number(env, histogram.percentile(99.99)));
    object.Set("overflow", number(env, histogram.overflow()));
    object.Set("histogram", encoded(env, histogram));
    return object;
}

}  // namespace ioproof
