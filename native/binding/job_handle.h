// The JavaScript object of a running job: {ready, measured, finished, start(), snapshot(), stop()}.
#pragma once

#include <memory>
#include <optional>
#include <thread>

#include "binding/napi_setup.h"
#include "job/job_runner.h"

namespace ioproof {

/// Who lives how long. The job has a control thread of its own, not a slot of the libuv pool. While it runs, the
/// handle references itself, so that garbage collection cannot end it, and the thread-safe function keeps the event
/// loop alive. All JavaScript values are touched on the JavaScript thread only: the control thread hands over plain
/// C++ values. When the environment goes away first, it finalizes the handle, whose destructor stops the job and
/// joins the thread; calls into a closing environment are refused by Node and need no care.
class JobHandle final : public Napi::ObjectWrap<JobHandle> {
public:
    static void define(Napi::Env env, Napi::Object exports);
    /// `prepareJob(spec, onInterval)`.
    static Napi::Value create(const Napi::CallbackInfo& info);

    explicit JobHandle(const Napi::CallbackInfo& info);
    ~JobHandle() override;

private:
    void launch(Napi::Env env, JobSpec spec, const Napi::Function& onInterval);
    void control();
    template <typename Call>
    void onJsThread(Call call);
    void settleMeasured(Napi::Env env);
    void settleFailure(Napi::Env env, const std::exception_ptr& error);
    void finishJs();

    void start(const Napi::CallbackInfo& info);
    void stop(const Napi::CallbackInfo& info);
    Napi::Value snapshot(const Napi::CallbackInfo& info);

    std::unique_ptr<JobRunner> runner_;
    std::thread thread_;
    Napi::ThreadSafeFunction toJsThread_;
    std::optional<Napi::Promise::Deferred> ready_;
    std::optional<Napi::Promise::Deferred> measured_;
    std::optional<Napi::Promise::Deferred> finished_;
    bool readySettled_ = false;
    bool measuredSettled_ = false;
};

}  // namespace ioproof
