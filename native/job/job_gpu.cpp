// From a job to its session, and from what its engines have counted to the result.
#include "job/job_gpu.h"

#include "core/io_error.h"

namespace ioproof {
namespace {

GpuOptions optionsOf(const JobSpec& spec, EngineKind engine) {
    return {.ordinals = spec.gpus,
            .cudaLibrary = spec.cudaLibrary,
            .cufileLibrary = spec.cufileLibrary,
            .cufile = engine == EngineKind::Cufile,
            .compat = spec.cufileCompat,
            .workers = spec.workers};
}

}  // namespace

JobGpu::JobGpu(const JobSpec& spec, EngineKind engine) : session_(optionsOf(spec, engine)) {}

void JobGpu::registerFiles(const std::vector<FileDescriptor>& files, const FileNamespace& names) {
    std::vector<int> descriptors;
    std::vector<std::string> paths;
    for (const auto& file : files) {
        paths.push_back(names.path(descriptors.size()));
        descriptors.push_back(file.get());
    }
    session_.registerFiles(descriptors, paths);
}

void JobGpu::readBefore() { before_ = session_.stats(); }

void JobGpu::readAfter(const Workers& workers) {
    after_ = session_.stats();
    counters_ = {};
    counters_.handles = session_.fileRegistration();
    for (const auto& worker : workers)
        if (const GpuCounters* part = worker->engine().gpuCounters()) counters_.merge(*part);
}

GpuResult JobGpu::result(const Workers& workers, const std::string& noSamples) const {
    GpuResult result = session_.facts();
    if (result.cufile) {
        result.cufile->before = before_;
        result.cufile->after = after_;
    }
    result.counters = counters_;
    for (const auto& worker : workers)
        result.samples.insert(result.samples.end(), worker->samples().begin(), worker->samples().end());
    if (result.samples.empty())
        result.noSamples = noSamples.empty() ? "none of the files has a whole block" : noSamples;
    return result;
}

void JobGpu::endEngines(Workers& workers) {
    for (uint32_t index = 0; index < workers.size(); ++index) {
        try {
            session_.useDeviceOf(index);
        } catch (const JobError&) {
            // The context is gone; then what is in it is, too.
        }
        workers[index].reset();
    }
    session_.deregisterFiles();
}

}  // namespace ioproof
