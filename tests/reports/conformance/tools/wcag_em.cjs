// Reads an evaluation as W3C's WCAG-EM report tool 3.0 does, with the version of jsonld that it pins:
// expand, frame by the tool's context, make subjects of the sample, frame the assertions, match each
// with a subject and a criterion. node wcag_em.cjs EVALUATION.json DATA.json
// Written from the tool's published behaviour; the names of its context are its interface.
"use strict";
const fs = require("node:fs");
const jsonld = require("jsonld");

const context = {
  reporter: "http://github.com/w3c/wcag-em-report-tool/",
  wcagem: "http://www.w3.org/TR/WCAG-EM/#",
  Evaluation: "wcagem:procedure",
  defineScope: "wcagem:step1",
  scope: "wcagem:step1a",
  step1b: { "@id": "wcagem:step1b", "@type": "@id" },
  conformanceTarget: "step1b",
  accessibilitySupportBaseline: "wcagem:step1c",
  additionalEvaluationRequirements: "wcagem:step1d",
  exploreTarget: "wcagem:step2",
  essentialFunctionality: "wcagem:step2b",
  pageTypeVariety: "wcagem:step2c",
  technologiesReliedUpon: "wcagem:step2d",
  selectSample: "wcagem:step3",
  structuredSample: "wcagem:step3a",
  randomSample: "wcagem:step3b",
  Website: "wcagem:website",
  Webpage: "wcagem:webpage",
  auditSample: "wcagem:step4",
  reportFindings: "wcagem:step5",
  documentSteps: "wcagem:step5a",
  commissioner: "wcagem:commissioner",
  evaluator: "wcagem:evaluator",
  evaluationSpecifics: "wcagem:step5b",
  WCAG: "http://www.w3.org/TR/WCAG/#",
  WCAG20: "http://www.w3.org/TR/WCAG20/#",
  WCAG21: "http://www.w3.org/TR/WCAG21/#",
  WAI: "http://www.w3.org/WAI/",
  A: "WAI:WCAG2A-Conformance",
  AA: "WAI:WCAG2AA-Conformance",
  AAA: "WAI:WCAG2AAA-Conformance",
  wcagVersion: "WAI:standards-guidelines/wcag/#versions",
  version: "wcagem:version",
  earl: "http://www.w3.org/ns/earl#",
  Assertion: "earl:Assertion",
  TestMode: "earl:TestMode",
  TestCriterion: "earl:TestCriterion",
  TestCase: "earl:TestCase",
  TestRequirement: "earl:TestRequirement",
  TestSubject: "earl:TestSubject",
  TestResult: "earl:TestResult",
  OutcomeValue: "earl:OutcomeValue",
  Pass: "earl:Pass",
  Fail: "earl:Fail",
  CannotTell: "earl:CannotTell",
  NotApplicable: "earl:NotApplicable",
  NotTested: "earl:NotTested",
  assertedBy: "earl:assertedBy",
  mode: "earl:mode",
  result: "earl:result",
  subject: "earl:subject",
  test: "earl:test",
  outcome: "earl:outcome",
  dcterms: "http://purl.org/dc/terms/",
  title: "dcterms:title",
  description: "dcterms:description",
  summary: "dcterms:summary",
  date: "dcterms:date",
  hasPart: "dcterms:hasPart",
  isPartOf: "dcterms:isPartOf",
  id: "@id",
  type: "@type",
  language: "@language",
};
const criteria = new Set(JSON.parse(fs.readFileSync(`${__dirname}/criteria.json`, "utf8")));
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const items = (framed) => framed["@graph"] || [framed];

function address(text) {
  try {
    return new URL(text).href;
  } catch {
    return "";
  }
}

async function open(file) {
  const expanded = await jsonld.expand(JSON.parse(fs.readFileSync(file, "utf8")));
  const types = ["Evaluation", "wcagem:Evaluation"];
  const framed = await jsonld.frame(expanded, { "@context": context, "@type": types });
  const { defineScope, exploreTarget, selectSample, reportFindings } = framed;
  // The id of a subject is the first of title and description that is an address.
  const subjects = [...list(selectSample.structuredSample), ...list(selectSample.randomSample)].map(
    (sample) => ({ id: address(sample.title) || address(sample.description), title: sample.title }),
  );
  const inner = await jsonld.frame(framed, { "@context": context, "@type": ["Assertion"] });
  const read = items(inner).map((assertion) => {
    const { subject, test, result } = assertion;
    const id = (test.id || test).split(":").slice(-1)[0];
    return {
      subject: subjects.some((each) => each.id === subject.id) ? subject.id : null,
      criterion: criteria.has(id) ? id : null,
      outcome: result.outcome.id,
      mode: assertion.mode.id,
    };
  });
  return {
    site: defineScope.scope.title,
    version: defineScope.wcagVersion,
    target: defineScope.conformanceTarget || defineScope.step1b,
    technologies: list(exploreTarget.technologiesReliedUpon).map((each) => each.title),
    date: reportFindings.date["@value"],
    title: reportFindings.title,
    structured: list(selectSample.structuredSample).length,
    subjects: subjects.map((each) => each.id),
    assertions: read,
  };
}

async function importData(file, subjects) {
  const json = JSON.parse(fs.readFileSync(file, "utf8"));
  const framed = await jsonld.frame(json, { "@context": context, "@type": ["Assertion"] });
  return items(framed)
    .filter((each) => each.test && each.subject && each.result)
    .map(({ test, subject, result, assertedBy }) => {
      const [, id] = ((test.isPartOf && test.isPartOf.id) || test.id).split(":");
      return {
        subject: subjects.includes(address(subject.id)),
        criterion: criteria.has(id),
        outcome: result.outcome.id,
        by: Boolean(assertedBy.name || assertedBy.id),
      };
    });
}

(async () => {
  const [evaluation, data] = process.argv.slice(2);
  const opened = await open(evaluation);
  console.log(JSON.stringify({ ...opened, data: await importData(data, opened.subjects) }));
})();
