// The addon's door: version(), probe(), probeDirect(), statxDirect(), probeReads(), clockState(), monotonicNs(),
// syncFileSystem(), getXattr(), setXattr(), probeGpu(), exitAtOnce(), prepareJob().
#include <unistd.h>

#include <string>

#include "binding/extended_attribute_to_js.h"
#include "binding/gpu_to_js.h"
#include "binding/job_handle.h"
#include "binding/js_field.h"
#include "binding/machine_probes.h"
#include "binding/napi_setup.h"
#include "binding/result_to_js.h"
#include "binding/spec_from_js.h"
#include "binding/sync_file_system.h"
#include "core/clock.h"
#include "core/direct_io.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

Napi::Array namesToJs(Napi::Env env, const std::vector<std::string>& names) {
    auto array = Napi::Array::New(env, names.size());
    for (uint32_t index = 0; index < names.size(); ++index) array.Set(index, names[index]);
    return array;
}

Napi::Value version(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    auto object = Napi::Object::New(env);
    object.Set("addon", IOPROOF_VERSION);
    object.Set("compiler", __VERSION__);
    object.Set("specFields", namesToJs(env, specFieldNames()));
    object.Set("operationKinds", namesToJs(env, {operationNames.begin(), operationNames.end()}));
    object.Set("clock", Clock::instance().source());
    return object;
}

Napi::Value probe(const Napi::CallbackInfo& info) { return toJs(info.Env(), probeEngines()); }

Napi::Value probeDirectJs(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (info.Length() != 1 || !info[0].IsString()) throw Napi::TypeError::New(env, "probeDirect: expected a directory");
    try {
        return toJs(env, probeDirectIn(info[0].As<Napi::String>().Utf8Value()));
    } catch (const IoError&) {
        throw Napi::Error(env, errorToJs(env, std::current_exception()));
    }
}

Napi::Value monotonicNsJs(const Napi::CallbackInfo& info) {
    return Napi::BigInt::New(info.Env(), Clock::instance().now());
}

Napi::Value probeGpuJs(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (info.Length() != 1 || !info[0].IsObject()) throw Napi::TypeError::New(env, "probeGpu: expected a request");
    return toJs(env, probeGpu(probeRequestFromJs(info[0].As<Napi::Object>())));
}

/// Libraries of GPUs are known to crash in their exit handlers, after all is done.
Napi::Value exitAtOnce(const Napi::CallbackInfo& info) {
    _exit(static_cast<int>(JsField("exitAtOnce", "code", info[0]).small()));
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
    exports.Set("version", Napi::Function::New(env, version, "version"));
    exports.Set("probe", Napi::Function::New(env, probe, "probe"));
    exports.Set("probeDirect", Napi::Function::New(env, probeDirectJs, "probeDirect"));
    exports.Set("statxDirect", Napi::Function::New(env, statxDirectJs, "statxDirect"));
    exports.Set("probeReads", Napi::Function::New(env, probeReadsJs, "probeReads"));
    exports.Set("clockState", Napi::Function::New(env, clockStateJs, "clockState"));
    exports.Set("monotonicNs", Napi::Function::New(env, monotonicNsJs, "monotonicNs"));
    exports.Set("syncFileSystem", Napi::Function::New(env, syncFileSystemJs, "syncFileSystem"));
    exports.Set("getXattr", Napi::Function::New(env, getXattrJs, "getXattr"));
    exports.Set("setXattr", Napi::Function::New(env, setXattrJs, "setXattr"));
    exports.Set("probeGpu", Napi::Function::New(env, probeGpuJs, "probeGpu"));
    exports.Set("exitAtOnce", Napi::Function::New(env, exitAtOnce, "exitAtOnce"));
    JobHandle::define(env, exports);
    return exports;
}

NODE_API_MODULE(ioproof, initialize)

}  // namespace
}  // namespace ioproof
