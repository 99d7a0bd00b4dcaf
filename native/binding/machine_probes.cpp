// Questions about a file and about the clock → plain JavaScript objects, as src/native/contract/machine.ts has them.
#include "binding/machine_probes.h"

#include <exception>
#include <string>

#include "binding/result_to_js.h"
#include "core/clock_state.h"
#include "core/io_error.h"
#include "core/read_probe.h"

namespace ioproof {
namespace {

Napi::Object toJs(Napi::Env env, const DirectAlignment& alignment) {
    auto object = Napi::Object::New(env);
    object.Set("told", Napi::Boolean::New(env, alignment.told));
    object.Set("memory", Napi::Number::New(env, alignment.memory));
    object.Set("offset", Napi::Number::New(env, alignment.offset));
    object.Set("readOffset", Napi::Number::New(env, alignment.readOffset));
    return object;
}

Napi::Object toJs(Napi::Env env, const ReadProbe& probe) {
    auto object = Napi::Object::New(env);
    object.Set("nowait", probe.nowait);
    object.Set("misaligned", probe.misaligned);
    object.Set("cachestat", probe.cachestat);
    return object;
}

/// Answers a question about the file that is the only argument.
template <typename Question>
Napi::Value ofFile(const Napi::CallbackInfo& info, const char* name, Question question) {
    const Napi::Env env = info.Env();
    if (info.Length() != 1 || !info[0].IsString())
        throw Napi::TypeError::New(env, std::string(name) + ": expected the path of a file");
    try {
        return toJs(env, question(info[0].As<Napi::String>().Utf8Value()));
    } catch (const IoError&) {
        throw Napi::Error(env, errorToJs(env, std::current_exception()));
    }
}

Napi::Number number(Napi::Env env, int64_t value) { return Napi::Number::New(env, static_cast<double>(value)); }

}  // namespace

Napi::Value statxDirectJs(const Napi::CallbackInfo& info) { return ofFile(info, "statxDirect", statxDirect); }

Napi::Value probeReadsJs(const Napi::CallbackInfo& info) { return ofFile(info, "probeReads", probeReads); }

Napi::Value clockStateJs(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const ClockState state = clockState();
    auto object = Napi::Object::New(env);
    object.Set("synchronised", Napi::Boolean::New(env, state.synchronised));
    object.Set("offsetNs", number(env, state.offsetNs));
    object.Set("maxErrorNs", number(env, state.maxErrorNs));
    object.Set("estimatedErrorNs", number(env, state.estimatedErrorNs));
    object.Set("frequencyPpm", Napi::Number::New(env, state.frequencyPpm));
    object.Set("taiOffsetSeconds", Napi::Number::New(env, state.taiOffsetSeconds));
    object.Set("refusal", state.refusal);
    return object;
}

}  // namespace ioproof
