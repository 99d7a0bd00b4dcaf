// Arguments of JavaScript → the calls, and their errors back.
#include "binding/extended_attribute_to_js.h"

#include <span>
#include <string>

#include "binding/js_field.h"
#include "core/extended_attribute.h"

namespace ioproof {
namespace {

template <typename Call>
auto throwingJs(Napi::Env env, Call&& call) {
    try {
        return call();
    } catch (const AttributeError& failed) {
        auto error = Napi::Error::New(env, failed.what());
        error.Set("code", Napi::String::New(env, failed.code()));
        error.Set("errno", Napi::Number::New(env, failed.error()));
        throw error;
    }
}

}  // namespace

Napi::Value getXattrJs(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const std::string path = JsField("getXattr", "path", info[0]).text();
    const std::string name = JsField("getXattr", "name", info[1]).text();
    const auto value = throwingJs(env, [&] { return extendedAttribute(path, name); });
    return Napi::Buffer<char>::Copy(env, value.data(), value.size());
}

Napi::Value setXattrJs(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const std::string path = JsField("setXattr", "path", info[0]).text();
    const std::string name = JsField("setXattr", "name", info[1]).text();
    if (!info[2].IsBuffer()) throw Napi::TypeError::New(env, "setXattr.value: expected a Buffer");
    const auto value = info[2].As<Napi::Buffer<char>>();
    throwingJs(env, [&] { setExtendedAttribute(path, name, std::span(value.Data(), value.Length())); });
    return env.Undefined();
}

}  // namespace ioproof
