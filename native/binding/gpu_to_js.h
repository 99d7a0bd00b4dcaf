// What a job or a probe tells of GPUs and cuFile → JavaScript.
#pragma once

#include "binding/napi_setup.h"
#include "core/gpu_facts.h"
#include "gpu/gpu_probe.h"

namespace ioproof {

/// NativeGpu of src/native/contract/gpu.ts.
Napi::Object toJs(Napi::Env env, const GpuResult& gpu);

/// NativeGpuProbe.
Napi::Object toJs(Napi::Env env, const GpuProbe& probe);

/// From a NativeGpuProbeRequest. Throws Napi::TypeError for a missing or wrong field, with its name.
GpuProbeRequest probeRequestFromJs(const Napi::Object& object);

}  // namespace ioproof
