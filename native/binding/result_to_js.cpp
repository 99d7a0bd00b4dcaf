// Field by field; no arithmetic beyond percentiles of a histogram.
#include "binding/result_to_js.h"

#include <string>
#include <string_view>

#include "binding/checkpoint_to_js.h"
#include "binding/gpu_to_js.h"
#include "binding/kv_cache_to_js.h"
#include "binding/latency_to_js.h"
#include "binding/training_to_js.h"
#include "binding/verification_to_js.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

Napi::Value number(Napi::Env env, uint64_t value) { return Napi::Number::New(env, static_cast<double>(value)); }
Napi::Value number(Napi::Env env, int64_t value) { return Napi::Number::New(env, static_cast<double>(value)); }
Napi::Value text(Napi::Env env, std::string_view value) { return Napi::String::New(env, value.data(), value.size()); }

Napi::Array texts(Napi::Env env, const std::vector<std::string>& values) {
    auto array = Napi::Array::New(env, values.size());
    for (uint32_t index = 0; index < values.size(); ++index) array.Set(index, text(env, values[index]));
    return array;
}

Napi::Array refusals(Napi::Env env, const std::vector<Refusal>& values, const char* key) {
    auto array = Napi::Array::New(env, values.size());
    for (uint32_t index = 0; index < values.size(); ++index) {
        auto object = Napi::Object::New(env);
        object.Set(key, text(env, values[index].what));
        object.Set("reason", text(env, values[index].reason));
        array.Set(index, object);
    }
    return array;
}

Napi::Object countsToJs(Napi::Env env, const OperationTotals& totals) {
    auto object = Napi::Object::New(env);
    object.Set("count", number(env, totals.count));
    object.Set("bytes", number(env, totals.bytes));
    object.Set("errors", number(env, totals.errors));
    return object;
}

Napi::Object resultOperation(Napi::Env env, const OperationTotals& totals) {
    auto object = countsToJs(env, totals);
    object.Set("short", number(env, totals.shortCount));
    object.Set("entries", number(env, totals.entries));
    object.Set("missing", number(env, totals.missing));
    object.Set("latencyNs", latencyToJs(env, totals.latency));
    const bool intended = totals.intended && totals.intended->count() > 0;
    object.Set("intendedLatencyNs", intended ? latencyToJs(env, *totals.intended).As<Napi::Value>() : env.Null());
    return object;
}

Napi::Object intervalOperation(Napi::Env env, const OperationTotals& totals) {
    auto object = countsToJs(env, totals);
    object.Set("p50", number(env, totals.latency.percentile(50)));
    object.Set("p99", number(env, totals.latency.percentile(99)));
    object.Set("max", number(env, totals.latency.max()));
    object.Set("histogram", encoded(env, totals.latency));
    return object;
}

/// Only the kinds that occurred.
Napi::Object operationsToJs(Napi::Env env, const Totals& totals,
                            Napi::Object (*convert)(Napi::Env, const OperationTotals&)) {
    auto object = Napi::Object::New(env);
    for (size_t kind = 0; kind < totals.size(); ++kind) {
        if (!totals[kind] || (totals[kind]->count == 0 && totals[kind]->errors == 0)) continue;
        object.Set(std::string(operationNames[kind]), convert(env, *totals[kind]));
    }
    return object;
}

Napi::Object toJs(Napi::Env env, const CacheFacts& facts) {
    auto object = Napi::Object::New(env);
    object.Set("residentBytes", number(env, facts.residentBytes));
    object.Set("totalBytes", number(env, facts.totalBytes));
    object.Set("method", text(env, facts.method));
    return object;
}

Napi::Object toJs(Napi::Env env, const ProcessIo& io) {
    auto object = Napi::Object::New(env);
    object.Set("readBytes", number(env, io.readBytes));
    object.Set("writeBytes", number(env, io.writeBytes));
    object.Set("rchar", number(env, io.rchar));
    object.Set("wchar", number(env, io.wchar));
    return object;
}

void setFailure(Napi::Env env, Napi::Object object, const IoFailure& failure) {
    object.Set("operation", text(env, nameOf(failure.operation)));
    object.Set("path", text(env, failure.path));
    object.Set("offset", number(env, failure.offset));
    object.Set("length", number(env, failure.length));
    object.Set("errno", Napi::Number::New(env, failure.error));
    object.Set("errnoName", text(env, failure.error == 0 ? "" : errnoName(failure.error)));
    object.Set("worker", Napi::Number::New(env, failure.worker));
}

Napi::Array workersToJs(Napi::Env env, const std::vector<WorkerResult>& workers) {
    auto array = Napi::Array::New(env, workers.size());
    for (uint32_t index = 0; index < workers.size(); ++index) {
        auto object = Napi::Object::New(env);
        object.Set("worker", Napi::Number::New(env, index));
        object.Set("elapsedNs", number(env, workers[index].elapsedNs));
        object.Set("operations", number(env, workers[index].operations));
        object.Set("bytes", number(env, workers[index].bytes));
        object.Set("chains", number(env, workers[index].chains));
        array.Set(index, object);
    }
    return array;
}

Napi::Value stonewallToJs(Napi::Env env, const std::optional<StonewallResult>& stonewall) {
    if (!stonewall) return env.Null();
    auto object = Napi::Object::New(env);
    object.Set("reachedNs", number(env, stonewall->reachedNs));
    object.Set("leastItems", number(env, stonewall->leastItems));
    object.Set("mostItems", number(env, stonewall->mostItems));
    return object;
}

Napi::Array mixToJs(Napi::Env env, const std::vector<ShareResult>& shares) {
    auto array = Napi::Array::New(env, shares.size());
    for (uint32_t index = 0; index < shares.size(); ++index) {
        const ShareResult& share = shares[index];
        std::vector<std::string> operations;
        for (const auto operation : share.operations) operations.emplace_back(nameOf(operation));
        auto object = Napi::Object::New(env);
        object.Set("percent", Napi::Number::New(env, share.percent));
        object.Set("operations", texts(env, operations));
        object.Set("chains", number(env, share.chains));
        object.Set("errors", number(env, share.errors));
        object.Set("latencyNs", latencyToJs(env, share.latency));
        array.Set(index, object);
    }
    return array;
}

Napi::Value memoryTrafficToJs(Napi::Env env, const std::optional<MemoryTraffic>& traffic) {
    if (!traffic) return env.Null();
    auto object = Napi::Object::New(env);
    object.Set("readBytes", number(env, traffic->readBytes));
    object.Set("writeBytes", number(env, traffic->writeBytes));
    object.Set("method", text(env, traffic->method));
    return object;
}

Napi::Value systemCachesToJs(Napi::Env env, const std::optional<SystemCacheFacts>& facts) {
    if (!facts) return env.Null();
    auto object = Napi::Object::New(env);
    object.Set("dropped", Napi::Boolean::New(env, facts->dropped));
    object.Set("reason", text(env, facts->reason));
    return object;
}

Napi::Array passesToJs(Napi::Env env, const std::vector<PassResult>& passes) {
    auto array = Napi::Array::New(env, passes.size());
    for (uint32_t index = 0; index < passes.size(); ++index) {
        auto object = Napi::Object::New(env);
        object.Set("index", Napi::Number::New(env, index));
        object.Set("elapsedNs", number(env, passes[index].elapsedNs));
        object.Set("pausedNs", number(env, passes[index].pausedNs));
        object.Set("chains", number(env, passes[index].chains));
        object.Set("cacheBefore", toJs(env, passes[index].cacheBefore));
        object.Set("systemCaches", systemCachesToJs(env, passes[index].systemCaches));
        array.Set(index, object);
    }
    return array;
}

constexpr std::string_view endReasons[] = {"runtime", "passes", "error", "stopped"};
constexpr std::string_view phases[] = {"prepare", "ready", "ramp", "measure", "pause", "drain", "verify", "done"};

}  // namespace

Napi::Object toJs(Napi::Env env, const DirectFacts& facts) {
    auto object = Napi::Object::New(env);
    object.Set("requested", Napi::Boolean::New(env, facts.requested));
    object.Set("used", Napi::Boolean::New(env, facts.used));
    object.Set("memoryAlignment", Napi::Number::New(env, facts.memoryAlignment));
    object.Set("offsetAlignment", Napi::Number::New(env, facts.offsetAlignment));
    object.Set("method", text(env, facts.method));
    object.Set("reason", text(env, facts.reason));
    return object;
}

Napi::Object toJs(Napi::Env env, const JobReady& ready) {
    auto object = Napi::Object::New(env);
    object.Set("engineUsed", text(env, nameOf(ready.engineUsed)));
    object.Set("engineRefused", refusals(env, ready.enginesRefused, "engine"));
    object.Set("engineFeatures", texts(env, ready.features));
    object.Set("engineFeaturesRefused", refusals(env, ready.featuresRefused, "feature"));
    object.Set("queueDepthUsed", Napi::Number::New(env, ready.queueDepthUsed));
    object.Set("direct", toJs(env, ready.direct));
    object.Set("cacheBefore", toJs(env, ready.cacheBefore));
    object.Set("resumedBytes", number(env, ready.resumedBytes));
    return object;
}

Napi::Object toJs(Napi::Env env, const JobResult& result, const JobReady& ready) {
    auto object = Napi::Object::New(env);
    object.Set("ready", toJs(env, ready));
    object.Set("endReason", text(env, endReasons[static_cast<size_t>(result.endReason)]));
    object.Set("startSkewNs", number(env, result.startSkewNs));
    object.Set("elapsedNs", number(env, result.elapsedNs));
    object.Set("firstDoneNs", number(env, result.firstDoneNs));
    object.Set("operations", operationsToJs(env, result.operations, resultOperation));
    auto cpu = Napi::Object::New(env);
    cpu.Set("userNs", number(env, result.userNs));
    cpu.Set("systemNs", number(env, result.systemNs));
    object.Set("cpu", cpu);
    object.Set("processIo", toJs(env, result.processIo));
    object.Set("cacheAfter", toJs(env, result.cacheAfter));
    object.Set("gpu", result.gpu ? toJs(env, *result.gpu).As<Napi::Value>() : env.Null());
    object.Set("memoryTraffic", memoryTrafficToJs(env, result.memoryTraffic));
    object.Set("memoryTrafficReason", text(env, result.memoryTrafficReason));
    object.Set("firstError", env.Null());
    if (result.firstError) {
        auto failure = Napi::Object::New(env);
        setFailure(env, failure, *result.firstError);
        object.Set("firstError", failure);
    }
    object.Set("verification",
               result.verification ? verificationToJs(env, *result.verification).As<Napi::Value>() : env.Null());
    object.Set("newestGeneration", number(env, result.newestGeneration));
    object.Set("coveredGeneration", number(env, result.coveredGeneration));
    object.Set("workers", workersToJs(env, result.workers));
    object.Set("stonewall", stonewallToJs(env, result.stonewall));
    object.Set("mix", mixToJs(env, result.mix));
    object.Set("passes", passesToJs(env, result.passes));
    object.Set("samples", number(env, result.samples));
    object.Set("training", result.training ? toJs(env, *result.training).As<Napi::Value>() : env.Null());
    object.Set("checkpoint", result.checkpoint ? toJs(env, *result.checkpoint).As<Napi::Value>() : env.Null());
    object.Set("kvCache", result.kvCache ? toJs(env, *result.kvCache).As<Napi::Value>() : env.Null());
    return object;
}

Napi::Object toJs(Napi::Env env, const IntervalResult& interval) {
    auto object = Napi::Object::New(env);
    object.Set("index", number(env, interval.index));
    object.Set("startNs", number(env, interval.startNs));
    object.Set("durationNs", number(env, interval.durationNs));
    object.Set("operations", operationsToJs(env, interval.operations, intervalOperation));
    return object;
}

Napi::Object toJs(Napi::Env env, const Snapshot& snapshot) {
    auto object = Napi::Object::New(env);
    object.Set("phase", text(env, phases[static_cast<size_t>(snapshot.phase)]));
    object.Set("elapsedNs", number(env, snapshot.elapsedNs));
    object.Set("operations", number(env, snapshot.operations));
    object.Set("bytes", number(env, snapshot.bytes));
    object.Set("errors", number(env, snapshot.errors));
    object.Set("fractionDone", Napi::Number::New(env, snapshot.fractionDone));
    object.Set("pausedNs", number(env, snapshot.pausedNs));
    auto done = Napi::Array::New(env, snapshot.workersDone.size());
    for (uint32_t worker = 0; worker < snapshot.workersDone.size(); ++worker)
        done.Set(worker, number(env, snapshot.workersDone[worker]));
    object.Set("workersDone", done);
    object.Set("training", snapshot.training ? toJs(env, *snapshot.training).As<Napi::Value>() : env.Null());
    object.Set("checkpoint", snapshot.checkpoint ? toJs(env, *snapshot.checkpoint).As<Napi::Value>() : env.Null());
    object.Set("kvCache", snapshot.kvCache ? toJs(env, *snapshot.kvCache).As<Napi::Value>() : env.Null());
    return object;
}

Napi::Array toJs(Napi::Env env, const std::vector<EngineAvailability>& engines) {
    auto array = Napi::Array::New(env, engines.size());
    for (uint32_t index = 0; index < engines.size(); ++index) {
        auto object = Napi::Object::New(env);
        object.Set("name", text(env, nameOf(engines[index].kind)));
        object.Set("available", Napi::Boolean::New(env, engines[index].reason.empty()));
        object.Set("reason", text(env, engines[index].reason));
        object.Set("features", texts(env, engines[index].features));
        array.Set(index, object);
    }
    return array;
}

Napi::Value errorToJs(Napi::Env env, const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const IoError& failed) {
        auto value = Napi::Error::New(env, failed.what()).Value();
        value.Set("code", text(env, failed.code()));
        setFailure(env, value, failed.failure());
        return value;
    } catch (const JobError& failed) {
        auto value = Napi::Error::New(env, failed.what()).Value();
        value.Set("code", text(env, failed.code()));
        return value;
    } catch (const std::exception& failed) {
        auto value = Napi::Error::New(env, failed.what()).Value();
        value.Set("code", text(env, "NATIVE_FAILURE"));
        return value;
    }
}

}  // namespace ioproof
