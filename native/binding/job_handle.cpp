// Threads, promises and lifetime of a job.
#include "binding/job_handle.h"

#include <utility>

#include "binding/result_to_js.h"
#include "binding/spec_from_js.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

/// Per environment, so that worker threads and several loads of the addon do not share state.
struct AddonData {
    Napi::FunctionReference handleClass;
};

/// Totals cannot be copied; the call that crosses the threads owns them by pointer.
struct IntervalCopy {
    explicit IntervalCopy(const IntervalResult& source)
        : value{.index = source.index, .startNs = source.startNs, .durationNs = source.durationNs, .operations = {}} {
        for (size_t kind = 0; kind < source.operations.size(); ++kind) {
            if (!source.operations[kind]) continue;
            value.operations[kind] = std::make_unique<OperationTotals>();
            value.operations[kind]->merge(*source.operations[kind]);
        }
    }
    IntervalResult value;
};

}  // namespace

void JobHandle::define(Napi::Env env, Napi::Object exports) {
    const Napi::Function handleClass =
        DefineClass(env, "JobHandle",
                    {InstanceMethod("start", &JobHandle::start), InstanceMethod("stop", &JobHandle::stop),
                     InstanceMethod("snapshot", &JobHandle::snapshot)});
    auto* data = new AddonData{Napi::Persistent(handleClass)};
    env.SetInstanceData(data);
    exports.Set("prepareJob", Napi::Function::New(env, create, "prepareJob"));
}

Napi::Value JobHandle::create(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (info.Length() != 2 || !info[0].IsObject() || !info[1].IsFunction())
        throw Napi::TypeError::New(env, "prepareJob: expected (spec: object, onInterval: function)");
    JobSpec spec = specFromJs(info[0].As<Napi::Object>());
    Napi::Object object = env.GetInstanceData<AddonData>()->handleClass.New({});
    try {
        Unwrap(object)->launch(env, std::move(spec), info[1].As<Napi::Function>());
    } catch (const JobError&) {
        throw Napi::Error(env, errorToJs(env, std::current_exception()));
    }
    return object;
}

JobHandle::JobHandle(const Napi::CallbackInfo& info) : ObjectWrap(info) {}

JobHandle::~JobHandle() {
    if (runner_) runner_->stop();
    if (thread_.joinable()) thread_.join();
}

void JobHandle::launch(Napi::Env env, JobSpec spec, const Napi::Function& onInterval) {
    runner_ = std::make_unique<JobRunner>(std::move(spec), [this](const IntervalResult& interval) {
        auto copy = std::make_shared<IntervalCopy>(interval);
        onJsThread([copy](Napi::Env jsEnv, Napi::Function callback) { callback.Call({toJs(jsEnv, copy->value)}); });
    });
    ready_.emplace(Napi::Promise::Deferred::New(env));
    measured_.emplace(Napi::Promise::Deferred::New(env));
    finished_.emplace(Napi::Promise::Deferred::New(env));
    Value().Set("ready", ready_->Promise());
    Value().Set("measured", measured_->Promise());
    Value().Set("finished", finished_->Promise());
    runner_->onMeasured([this] { onJsThread([this](Napi::Env jsEnv, Napi::Function) { settleMeasured(jsEnv); }); });
    toJsThread_ = Napi::ThreadSafeFunction::New(env, onInterval, "ioproof job", 0, 1);
    Ref();
    thread_ = std::thread([this] { control(); });
}

template <typename Call>
void JobHandle::onJsThread(Call call) {
    // napi_closing (the environment goes away) is no failure of ours: nobody is left to be told.
    toJsThread_.BlockingCall([call](Napi::Env env, Napi::Function callback) {
        if (env != nullptr) call(env, callback);
    });
}

void JobHandle::control() {
    try {
        const auto ready = std::make_shared<JobReady>(runner_->prepare());
        onJsThread([this, ready](Napi::Env env, Napi::Function) {
            readySettled_ = true;
            ready_->Resolve(toJs(env, *ready));
        });
        const auto result = std::make_shared<JobResult>(runner_->run());
        runner_->release();
        onJsThread([this, ready, result](Napi::Env env, Napi::Function) {
            settleMeasured(env);
            finished_->Resolve(toJs(env, *result, *ready));
            finishJs();
        });
    } catch (...) {
        runner_->release();
        onJsThread([this, error = std::current_exception()](Napi::Env env, Napi::Function) {
            settleMeasured(env);
            settleFailure(env, error);
            finishJs();
        });
    }
    toJsThread_.Release();
}

/// Also where the job has come to its end without: a promise that stays open is never given back.
void JobHandle::settleMeasured(Napi::Env env) {
    if (!measuredSettled_) measured_->Resolve(env.Undefined());
    measuredSettled_ = true;
}

void JobHandle::settleFailure(Napi::Env env, const std::exception_ptr& error) {
    const Napi::Value value = errorToJs(env, error);
    if (!readySettled_) ready_->Reject(value);
    finished_->Reject(value);
}

/// Lets garbage collection have the handle; the destructor then joins the thread, which is about to end.
void JobHandle::finishJs() { Unref(); }

void JobHandle::start(const Napi::CallbackInfo& info) {
    bool lossless = false;
    if (info.Length() != 1 || !info[0].IsBigInt())
        throw Napi::TypeError::New(info.Env(), "start: expected a BigInt of CLOCK_MONOTONIC nanoseconds");
    runner_->start(info[0].As<Napi::BigInt>().Uint64Value(&lossless));
}

void JobHandle::stop(const Napi::CallbackInfo&) { runner_->stop(); }

Napi::Value JobHandle::snapshot(const Napi::CallbackInfo& info) { return toJs(info.Env(), runner_->snapshot()); }

}  // namespace ioproof
