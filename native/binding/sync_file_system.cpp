// syncfs(2) on a thread of the pool.
#include "binding/sync_file_system.h"

#include <exception>
#include <string>
#include <utility>

#include "binding/result_to_js.h"
#include "core/page_cache.h"

namespace ioproof {
namespace {

class Syncing final : public Napi::AsyncWorker {
public:
    Syncing(Napi::Env env, std::string path)
        : AsyncWorker(env), path_(std::move(path)), done_(Napi::Promise::Deferred::New(env)) {}

    Napi::Promise promise() const { return done_.Promise(); }

protected:
    void Execute() override {
        try {
            syncFileSystemOf(path_);
        } catch (...) {
            failure_ = std::current_exception();
        }
    }

    void OnOK() override {
        if (failure_) done_.Reject(errorToJs(Env(), failure_));
        else done_.Resolve(Env().Undefined());
    }

private:
    const std::string path_;
    Napi::Promise::Deferred done_;
    std::exception_ptr failure_;
};

}  // namespace

Napi::Value syncFileSystemJs(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (info.Length() != 1 || !info[0].IsString()) throw Napi::TypeError::New(env, "syncFileSystem: expected a path");
    auto* syncing = new Syncing(env, info[0].As<Napi::String>().Utf8Value());
    syncing->Queue();
    return syncing->promise();
}

}  // namespace ioproof
