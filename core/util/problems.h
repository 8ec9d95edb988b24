// The catalogue of problems: every error a caller, an operator or an SDK can see. docs/errors.md is generated
// from it. Each text says what happened, what to change, and whom to ask. Add a row here before returning a
// new error.
#ifndef SCHOOLGATE_CORE_UTIL_PROBLEMS_H_
#define SCHOOLGATE_CORE_UTIL_PROBLEMS_H_

#include <array>

#include "core/util/problem.h"

namespace schoolgate::problems {

inline constexpr ProblemKind kInternal{
    "INTERNAL",
    absl::StatusCode::kInternal,
    500,
    Retry::kNo,
    "Schoolgate could not finish this request. Nothing was sent unprotected. Give your district IT the "
    "request id.",
    "Schoolgate no pudo terminar esta solicitud. Nada salió sin protección. Dé a informática del distrito el "
    "identificador de la solicitud."};

// ---- who is calling
// ------------------------------------------------------------------------------------------
inline constexpr ProblemKind kUnauthenticated{
    "UNAUTHENTICATED",
    absl::StatusCode::kUnauthenticated,
    401,
    Retry::kNo,
    "The call carries no key or certificate that Schoolgate knows. Send the app's key as 'Authorization: "
    "Bearer KEY' "
    "or connect with its certificate; district IT issues both.",
    "La llamada no trae una clave o certificado que Schoolgate conozca. Envíe la clave de la aplicación como "
    "'Authorization: Bearer CLAVE' o conéctese con su certificado; informática del distrito los emite."};
inline constexpr ProblemKind kRoleNotAllowed{
    "ROLE_NOT_ALLOWED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "The tool '{tool}' is not open to this role. Use a tool listed for you, or ask the tool's owner: "
    "{owner}.",
    "La herramienta '{tool}' no está abierta para este rol. Use una herramienta de su lista o pregunte a su "
    "responsable: {owner}."};
inline constexpr ProblemKind kToolNotAllowed{"TOOL_NOT_ALLOWED",
                                             absl::StatusCode::kPermissionDenied,
                                             403,
                                             Retry::kNo,
                                             "This app may not use the tool '{tool}'. Use the app's own "
                                             "tools, or ask district IT to add it to the app.",
                                             "Esta aplicación no puede usar la herramienta '{tool}'. Use las "
                                             "de la aplicación o pida a informática del "
                                             "distrito que la agregue."};

inline constexpr ProblemKind kPersonNotAllowed{"PERSON_NOT_ALLOWED",
                                               absl::StatusCode::kPermissionDenied,
                                               403,
                                               Retry::kNo,
                                               "This app may not say on whose behalf it asks. Leave the "
                                               "person out, or ask district IT to trust the app with it.",
                                               "Esta aplicación no puede indicar en nombre de quién "
                                               "pregunta. Omita la persona o pida a informática del distrito "
                                               "que confíe en la aplicación para ello."};

// ---- what was asked
// ------------------------------------------------------------------------------------------
inline constexpr ProblemKind kMalformedRequest{
    "MALFORMED_REQUEST",
    absl::StatusCode::kInvalidArgument,
    400,
    Retry::kNo,
    "The request body is not valid {format} (near byte {offset}). Send one complete document.",
    "El cuerpo de la solicitud no es {format} válido (cerca del byte {offset}). Envíe un documento "
    "completo."};
inline constexpr ProblemKind kInvalidUtf8{"INVALID_UTF8",
                                          absl::StatusCode::kInvalidArgument,
                                          400,
                                          Retry::kNo,
                                          "The text at {place} is not valid UTF-8. Send UTF-8.",
                                          "El texto en {place} no es UTF-8 válido. Envíe UTF-8."};
inline constexpr ProblemKind kUnknownField{
    "UNKNOWN_FIELD",
    absl::StatusCode::kInvalidArgument,
    400,
    Retry::kNo,
    "The request has a field Schoolgate does not know at {place}, and it holds text that cannot be checked. "
    "Remove "
    "it, or ask district IT to let this app's unknown fields be dropped.",
    "La solicitud tiene un campo que Schoolgate no conoce en {place}, con texto que no se puede revisar. "
    "Quítelo o "
    "pida a informática del distrito que se descarten los campos desconocidos de esta aplicación."};
inline constexpr ProblemKind kWrongType{
    "WRONG_TYPE", absl::StatusCode::kInvalidArgument,         400,
    Retry::kNo,   "The value at {place} must be {expected}.", "El valor en {place} debe ser {expected}."};
inline constexpr ProblemKind kMissingField{
    "MISSING_FIELD", absl::StatusCode::kInvalidArgument, 400,
    Retry::kNo,      "The request needs {place}.",       "La solicitud necesita {place}."};
inline constexpr ProblemKind kInvalidValue{"INVALID_VALUE",
                                           absl::StatusCode::kInvalidArgument,
                                           400,
                                           Retry::kNo,
                                           "The value at {place} is not allowed; {expected}.",
                                           "El valor en {place} no está permitido; {expected}."};
inline constexpr ProblemKind kBodyTooLarge{"BODY_TOO_LARGE",
                                           absl::StatusCode::kResourceExhausted,
                                           413,
                                           Retry::kNo,
                                           "The request is larger than the {limit} bytes this gate takes. "
                                           "Send less at once, or ask district IT to raise "
                                           "the limit.",
                                           "La solicitud supera los {limit} bytes que acepta esta puerta. "
                                           "Envíe menos a la vez o pida a informática del "
                                           "distrito que suba el límite."};
inline constexpr ProblemKind kUnknownModel{
    "UNKNOWN_MODEL",
    absl::StatusCode::kNotFound,
    404,
    Retry::kNo,
    "The request names a model or tool this gate does not have. Ask for the list (GET /v1/models or "
    "ListModels) and "
    "use a name from it.",
    "La solicitud nombra un modelo o herramienta que esta puerta no tiene. Pida la lista (GET /v1/models o "
    "ListModels) y use un nombre de ella."};
inline constexpr ProblemKind kUnknownPurpose{"UNKNOWN_PURPOSE",
                                             absl::StatusCode::kInvalidArgument,
                                             400,
                                             Retry::kNo,
                                             "The purpose (the app's default where none is named) is not "
                                             "one the tool '{tool}' is approved for. Name one of the "
                                             "tool's own, or ask {owner}.",
                                             "El propósito (el de la aplicación si no se indica otro) no "
                                             "está aprobado para la herramienta '{tool}'. Indique uno de "
                                             "los de la herramienta o pregunte a {owner}."};
inline constexpr ProblemKind kUnknownEndpoint{"UNKNOWN_ENDPOINT",
                                              absl::StatusCode::kNotFound,
                                              404,
                                              Retry::kNo,
                                              "This gate does not serve that path. {hint}",
                                              "Esta puerta no atiende esa ruta. {hint}"};
inline constexpr ProblemKind kMethodNotAllowed{"METHOD_NOT_ALLOWED",
                                               absl::StatusCode::kInvalidArgument,
                                               405,
                                               Retry::kNo,
                                               "This path takes {expected} requests only.",
                                               "Esta ruta solo acepta solicitudes {expected}."};
inline constexpr ProblemKind kDuplicateRequest{
    "DUPLICATE_REQUEST",
    absl::StatusCode::kAlreadyExists,
    409,
    Retry::kNo,
    "A request with this request_id and content was already made. Use a new UUID for a new request.",
    "Ya se hizo una solicitud con este request_id y contenido. Use un UUID nuevo para una solicitud nueva."};
inline constexpr ProblemKind kUnimplemented{
    "UNIMPLEMENTED", absl::StatusCode::kUnimplemented,   501,
    Retry::kNo,      "This gate does not offer {what}.", "Esta puerta no ofrece {what}."};

// ---- what policy says
// ----------------------------------------------------------------------------------------
inline constexpr ProblemKind kPolicyDenied{
    "POLICY_DENIED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "District policy does not let this request leave. The tool's owner can say more: {owner}.",
    "La política del distrito no permite que esta solicitud salga. El responsable de la herramienta puede "
    "explicar: "
    "{owner}."};
inline constexpr ProblemKind kPolicyUnusable{
    "POLICY_UNUSABLE",
    absl::StatusCode::kInvalidArgument,
    503,
    Retry::kNo,
    "The policy files have {count} faults, so they are not in force. District IT: run 'schoolgate policy "
    "check', which lists each with its file and line, and mend them.",
    "Los archivos de política tienen {count} errores y no están en vigor. Informática: ejecute 'schoolgate "
    "policy check', que los muestra con archivo y línea, y corríjalos."};
inline constexpr ProblemKind kPolicyChangedMeanwhile{
    "POLICY_CHANGED_MEANWHILE",
    absl::StatusCode::kAborted,
    409,
    Retry::kNo,
    "Another policy is in force than the one this change was made for, so nothing was changed. Look at what "
    "is in force now (Diff), make the change on it, and apply that.",
    "Está en vigor otra política que aquella para la que se hizo este cambio, así que no se cambió nada. "
    "Revise lo que está en vigor (Diff), haga el cambio sobre ello y aplíquelo."};
inline constexpr ProblemKind kPolicyDirectoryManaged{
    "POLICY_DIRECTORY_MANAGED",
    absl::StatusCode::kFailedPrecondition,
    409,
    Retry::kNo,
    "The gate cannot replace its policy directory: {cause}. Nothing was changed. District IT: change the "
    "files where they are kept, and the gate takes them from there, or give it a directory it may write.",
    "La puerta no puede reemplazar su carpeta de política: {cause}. No se cambió nada. Informática: cambie "
    "los archivos donde se guardan, y la puerta los tomará de allí, o dele una carpeta en la que pueda "
    "escribir."};
inline constexpr ProblemKind kOfficersOnly{
    "OFFICERS_ONLY",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "{what} is for the district's administrators and compliance officers. Ask one of them, or ask district "
    "IT to register the app with their role.",
    "{what} es para administradores y encargados de cumplimiento del distrito. Pregunte a uno de ellos o "
    "pida a informática que registre la aplicación con ese rol."};
inline constexpr ProblemKind kPersonNeeded{
    "PERSON_NEEDED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "{what} goes on the record under a person's name. Say who asks (x-schoolgate-person), by an id, user "
    "name or e-mail address on the district's roster.",
    "{what} queda registrado con el nombre de una persona. Indique quién lo pide (x-schoolgate-person) con "
    "un identificador, usuario o correo del registro del distrito."};
inline constexpr ProblemKind kAgreementExpired{
    "AGREEMENT_EXPIRED",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "The data privacy agreement behind the tool '{tool}' is not in force today. Ask {owner} to renew it.",
    "El acuerdo de privacidad de la herramienta '{tool}' no está vigente hoy. Pida a {owner} que lo "
    "renueve."};
inline constexpr ProblemKind kToolSuspended{
    "TOOL_SUSPENDED",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "The tool '{tool}' is switched off for now. Ask {owner} when it comes back.",
    "La herramienta '{tool}' está suspendida por ahora. Pregunte a {owner} cuándo vuelve."};
inline constexpr ProblemKind kPilotNotRunning{
    "PILOT_NOT_RUNNING",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "The pilot of the tool '{tool}' is not running today. Ask {owner} for its dates.",
    "El piloto de la herramienta '{tool}' no está en curso hoy. Pida las fechas a {owner}."};
inline constexpr ProblemKind kPreconditionNotMet{
    "PRECONDITION_NOT_MET",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "The tool '{tool}' has no current {what}, which the district asks for before anybody uses it. Ask "
    "{owner} to bring it up to date.",
    "La herramienta '{tool}' no tiene vigente un requisito del distrito ({what}). Pida a {owner} que lo "
    "actualice."};
inline constexpr ProblemKind kCallerNotCovered{
    "CALLER_NOT_COVERED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "The tool '{tool}' is for certain grades, schools or classes, and this person is in none of them (or the "
    "app named no person of the district's roster). Use another tool, or ask {owner}.",
    "La herramienta '{tool}' es para ciertos grados, escuelas o clases, y esta persona no está en ellos (o "
    "la aplicación no indicó a nadie del registro del distrito). Use otra herramienta o pregunte a {owner}."};
inline constexpr ProblemKind kCallerTooYoung{
    "CALLER_TOO_YOUNG",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "The tool '{tool}' has a minimum age that the district's roster does not show this person to have. Use "
    "another tool, or ask {owner}.",
    "La herramienta '{tool}' tiene una edad mínima que el registro del distrito no confirma para esta "
    "persona. Use otra herramienta o pregunte a {owner}."};
inline constexpr ProblemKind kStaffCourseNeeded{
    "STAFF_COURSE_NEEDED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "The tool '{tool}' is for staff who have completed a course of the district's AI certificate. Complete "
    "it, or ask {owner}.",
    "La herramienta '{tool}' es para personal que completó un curso del certificado de IA del distrito. "
    "Complételo o pregunte a {owner}."};
inline constexpr ProblemKind kRequestCapReached{
    "REQUEST_CAP_REACHED",
    absl::StatusCode::kResourceExhausted,
    403,
    Retry::kNo,
    "The tool '{tool}' has had all the requests its pilot allows for today. Try tomorrow, or ask {owner}.",
    "La herramienta '{tool}' ya tuvo todas las solicitudes que su piloto permite hoy. Intente mañana o "
    "pregunte a {owner}."};
inline constexpr ProblemKind kElementBlocked{
    "ELEMENT_BLOCKED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "The request holds a kind of data ({element}) that policy does not let the tool '{tool}' be used for. "
    "Take it out, or ask {owner}.",
    "La solicitud contiene un tipo de dato ({element}) para el que la política no permite la herramienta "
    "'{tool}'. Quítelo o pregunte a {owner}."};
inline constexpr ProblemKind kNoOnPremisesModel{
    "NO_ON_PREMISES_MODEL",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "The request holds data ({element}) that may only go to a model on the district's own machines, and the "
    "tool '{tool}' has none. Take the data out, use a tool that runs in the district, or ask {owner}.",
    "La solicitud contiene datos ({element}) que solo pueden ir a un modelo en los equipos del distrito, y "
    "la herramienta '{tool}' no tiene uno. Quite los datos, use una herramienta del distrito o pregunte a "
    "{owner}."};
inline constexpr ProblemKind kHeldForReview{
    "HELD_FOR_REVIEW",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "District policy has a person look at this request before it leaves. It waits under the review id "
    "{review_id}. When it is approved, send the same request again with that id (x-schoolgate-review, or "
    "review_id); {reviewers} can say more.",
    "La política del distrito pide que una persona vea esta solicitud antes de que salga. Espera con el "
    "identificador {review_id}. Cuando se apruebe, envíe la misma solicitud con ese identificador "
    "(x-schoolgate-review o review_id); {reviewers} puede decir más."};
inline constexpr ProblemKind kReviewNotFound{
    "REVIEW_NOT_FOUND",
    absl::StatusCode::kNotFound,
    404,
    Retry::kNo,
    "Nothing of yours waits under this review id. Check the id and who is named as the person; to have a "
    "request looked at, send it without an id.",
    "Nada suyo espera con este identificador de revisión. Revise el identificador y a quién se nombra como "
    "persona; para que se revise una solicitud, envíela sin identificador."};
inline constexpr ProblemKind kReviewOtherRequest{
    "REVIEW_OTHER_REQUEST",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "This is not the request that was looked at under this review id. Send that one unchanged, or send this "
    "one without an id to have it looked at.",
    "Esta no es la solicitud que se revisó con este identificador. Envíe aquella sin cambios, o envíe esta "
    "sin identificador para que se revise."};
inline constexpr ProblemKind kReviewDenied{
    "REVIEW_DENIED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "A reviewer decided that this request does not leave. Change it, or ask {reviewers}.",
    "Una persona que revisa decidió que esta solicitud no sale. Cámbiela o pregunte a {reviewers}."};
inline constexpr ProblemKind kReviewExpired{
    "REVIEW_EXPIRED",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "The time for this review is over. Send the request without a review id to have it looked at again.",
    "El plazo de esta revisión terminó. Envíe la solicitud sin identificador para que se revise de nuevo."};
inline constexpr ProblemKind kReviewUsed{
    "REVIEW_USED",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "This approval was for one request, and that was sent. Send the request without a review id to have it "
    "looked at again.",
    "Esta aprobación era para una sola solicitud, y ya se envió. Envíe la solicitud sin identificador para "
    "que se revise de nuevo."};
inline constexpr ProblemKind kReviewDecided{
    "REVIEW_DECIDED",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "This review is closed: it was decided, or its time is over. List what waits to see what is open.",
    "Esta revisión está cerrada: ya se decidió o terminó su plazo. Liste lo que espera para ver lo abierto."};
inline constexpr ProblemKind kReviewerNotAllowed{
    "REVIEWER_NOT_ALLOWED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "To decide on what is held takes an app that the district lets decide (may_review) and a person it names "
    "who is on the roster and in one of the policy's groups. Ask district IT.",
    "Para decidir sobre lo retenido se necesita una aplicación a la que el distrito se lo permite "
    "(may_review) y una persona que esté en la lista y en un grupo de la política. Pregunte a informática "
    "del distrito."};
inline constexpr ProblemKind kReviewOwnRequest{
    "REVIEW_OWN_REQUEST",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "Nobody decides on a request of their own. Ask another reviewer.",
    "Nadie decide sobre una solicitud propia. Pida a otra persona que la revise."};
inline constexpr ProblemKind kReviewsFull{
    "REVIEWS_FULL",
    absl::StatusCode::kResourceExhausted,
    429,
    Retry::kNo,
    "As many requests wait for review as may ({limit}), so this one was not taken. Ask {reviewers} to decide "
    "on what waits, then send it again.",
    "Ya esperan revisión tantas solicitudes como se permite ({limit}), así que esta no se tomó. Pida a "
    "{reviewers} que decida sobre las que esperan y envíela de nuevo."};
inline constexpr ProblemKind kReviewsUnavailable{
    "REVIEWS_UNAVAILABLE",
    absl::StatusCode::kUnavailable,
    503,
    Retry::kYes,
    "The store of what waits for review cannot answer or be written, so nothing that needs a review may "
    "leave. District IT: run 'schoolgate doctor' and look at the disk of data_dir.",
    "El almacén de lo que espera revisión no responde o no se puede escribir, así que nada que requiera "
    "revisión puede salir. Informática: ejecute 'schoolgate doctor' y revise el disco de data_dir."};
inline constexpr ProblemKind kReviewDamaged{
    "REVIEW_DAMAGED",
    absl::StatusCode::kDataLoss,
    500,
    Retry::kNo,
    "What is kept under this review id was changed by something other than Schoolgate; it is not used. Tell "
    "district IT, and send the request without a review id to have it looked at again.",
    "Lo guardado con este identificador de revisión fue cambiado por algo ajeno a Schoolgate; no se usa. "
    "Avise a informática del distrito y envíe la solicitud sin identificador para que se revise de nuevo."};
inline constexpr ProblemKind kSurveyConsentNeeded{
    "SURVEY_CONSENT_NEEDED",
    absl::StatusCode::kFailedPrecondition,
    403,
    Retry::kNo,
    "The survey asks about {topic}, a topic that needs families' consent (20 U.S.C. 1232h), and none is on "
    "file for the tool '{tool}'. Take those questions out, or ask {owner}.",
    "La encuesta pregunta sobre {topic}, un tema que requiere consentimiento de las familias (20 U.S.C. "
    "1232h), y no lo hay para la herramienta '{tool}'. Quite esas preguntas o pregunte a {owner}."};
inline constexpr ProblemKind kMediaNotAllowed{
    "MEDIA_NOT_ALLOWED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "The part at {place} is an image, sound, video or file, which the tool '{tool}' may not send. Describe "
    "it in words "
    "instead, or ask {owner}.",
    "La parte en {place} es una imagen, audio, video o archivo, que la herramienta '{tool}' no puede enviar. "
    "Descríbala con palabras o pregunte a {owner}."};

// ---- what the gate stands on
// ---------------------------------------------------------------------------------
inline constexpr ProblemKind kAuditUnavailable{"AUDIT_UNAVAILABLE",
                                               absl::StatusCode::kUnavailable,
                                               503,
                                               Retry::kYes,
                                               "The audit log cannot be written, so nothing may leave. "
                                               "District IT: run 'schoolgate doctor' and free or repair "
                                               "the log's disk.",
                                               "No se puede escribir el registro de auditoría, así que nada "
                                               "puede salir. Informática: ejecute 'schoolgate "
                                               "doctor' y libere o repare el disco del registro."};
inline constexpr ProblemKind kAuditDiskLow{
    "AUDIT_DISK_LOW",
    absl::StatusCode::kResourceExhausted,
    503,
    Retry::kYes,
    "The audit log's disk is nearly full, so no new request may leave; those under way are still recorded. "
    "District IT: free space on it, or make it larger.",
    "El disco del registro de auditoría está casi lleno; no puede salir ninguna solicitud nueva y las que "
    "están "
    "en curso aún se registran. Informática: libere espacio o amplíe el disco."};
inline constexpr ProblemKind kAuditRecordTooLarge{"AUDIT_RECORD_TOO_LARGE",
                                                  absl::StatusCode::kInvalidArgument,
                                                  413,
                                                  Retry::kNo,
                                                  "The request concerns more people or kinds of data than "
                                                  "one audit record of {limit} bytes can name. Send it in "
                                                  "parts.",
                                                  "La solicitud trata de más personas o tipos de datos de "
                                                  "los que caben en un asiento de auditoría de {limit} "
                                                  "bytes. Envíela en partes."};
inline constexpr ProblemKind kAuditLogDamaged{
    "AUDIT_LOG_DAMAGED",
    absl::StatusCode::kDataLoss,
    503,
    Retry::kNo,
    "The audit log is damaged: {what}. Nothing was changed, and nothing may leave. District IT: 'schoolgate "
    "audit "
    "verify' names every problem; restore the log's folder from its backup, or keep it as evidence and begin "
    "a new "
    "log in another folder.",
    "El registro de auditoría está dañado: {what}. No se modificó nada y nada puede salir. Informática: "
    "'schoolgate "
    "audit verify' muestra cada problema; restaure la carpeta desde su copia de seguridad, o consérvela como "
    "prueba y empiece un registro nuevo en otra carpeta."};
inline constexpr ProblemKind kAuditLogInUse{"AUDIT_LOG_IN_USE",
                                            absl::StatusCode::kFailedPrecondition,
                                            503,
                                            Retry::kNo,
                                            "Another process is writing the audit log in {directory}. Stop "
                                            "it first, or give this one a folder of its own.",
                                            "Otro proceso está escribiendo el registro de auditoría en "
                                            "{directory}. Deténgalo primero o use otra carpeta."};
inline constexpr ProblemKind kAuditKeyUnusable{
    "AUDIT_KEY_UNUSABLE",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The audit log's signing key in {file} is missing or cannot be used. District IT: restore it from its "
    "backup (an "
    "unencrypted Ed25519 PEM file this process may read); a log cannot go on under another key.",
    "La clave de firma del registro de auditoría en {file} falta o no se puede usar. Informática: restáurela "
    "desde "
    "su copia (un archivo PEM Ed25519 sin cifrar, legible por este proceso); un registro no puede seguir con "
    "otra "
    "clave."};
inline constexpr ProblemKind kVaultUnavailable{"VAULT_UNAVAILABLE",
                                               absl::StatusCode::kUnavailable,
                                               503,
                                               Retry::kYes,
                                               "The pseudonym vault does not answer, so names cannot be "
                                               "replaced and nothing may leave. District IT: check the "
                                               "vault's disk or server.",
                                               "La bóveda de seudónimos no responde; no se pueden reemplazar "
                                               "nombres y nada puede salir. Informática: revise su "
                                               "disco o servidor."};
inline constexpr ProblemKind kVaultKeyMissing{
    "VAULT_KEY_MISSING",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The vault's key {file} is gone, and the vault cannot be read without it. District IT: put the key "
    "back from where its custodians keep it.",
    "Falta la clave de la bóveda, {file}, y sin ella la bóveda no se puede leer. Informática: "
    "restáurela desde donde la guardan sus custodios."};
inline constexpr ProblemKind kVaultKeyWrong{"VAULT_KEY_WRONG",
                                            absl::StatusCode::kFailedPrecondition,
                                            503,
                                            Retry::kNo,
                                            "The key in {file} does not open this vault; nothing was "
                                            "changed. District IT: put back the key that belongs to it.",
                                            "La clave en {file} no abre esta bóveda; no se cambió nada. "
                                            "Informática: restaure la clave que le corresponde."};
inline constexpr ProblemKind kVaultKeyExposed{
    "VAULT_KEY_EXPOSED",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "Others than the gate's own user may read {file}, which guards the vault. District IT: run 'chmod 600' "
    "on "
    "it and ask who had access.",
    "Otros usuarios pueden leer {file}, que protege la bóveda. Informática: ejecute 'chmod 600' y averigüe "
    "quién tuvo acceso."};
inline constexpr ProblemKind kVaultOtherVersion{
    "VAULT_OTHER_VERSION",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The vault was made by another version of Schoolgate; nothing was changed. District IT: run the version "
    "that made it, or begin a new vault beside it.",
    "La bóveda fue creada por otra versión de Schoolgate; no se cambió nada. Informática: use la versión que "
    "la creó o comience una bóveda nueva."};
inline constexpr ProblemKind kVaultKeyUnknown{
    "VAULT_KEY_UNKNOWN",
    absl::StatusCode::kNotFound,
    404,
    Retry::kNo,
    "The vault has no district key {key}. 'schoolgate keys list' names those it has.",
    "La bóveda no tiene una clave de distrito {key}. 'schoolgate keys list' muestra las que hay."};
inline constexpr ProblemKind kVaultKeyInUse{
    "VAULT_KEY_IN_USE",
    absl::StatusCode::kFailedPrecondition,
    409,
    Retry::kNo,
    "The district key {key} is not disabled: {use}. Wait until the gate has put everything under the active "
    "key, or end what is left as 'schoolgate keys rotate --help' says.",
    "La clave de distrito {key} no se desactiva: {use}. Espere a que todo pase a la clave activa o termine "
    "lo que queda según 'schoolgate keys rotate --help'."};
inline constexpr ProblemKind kStudentOnHold{
    "STUDENT_ON_HOLD",
    absl::StatusCode::kFailedPrecondition,
    409,
    Retry::kNo,
    "This student's data is under a legal hold, so their key is not destroyed. Ask whoever placed the hold; "
    "'schoolgate keys holds' gives the reason.",
    "Los datos de este estudiante están bajo retención legal y su clave no se destruye. Pregunte a quien la "
    "ordenó; 'schoolgate keys holds' muestra el motivo."};
inline constexpr ProblemKind kStudentNotOnHold{
    "STUDENT_NOT_ON_HOLD",
    absl::StatusCode::kNotFound,
    404,
    Retry::kNo,
    "No legal hold stands on this student. 'schoolgate keys holds' lists those that do.",
    "No hay retención legal sobre este estudiante. 'schoolgate keys holds' muestra las que hay."};
inline constexpr ProblemKind kStudentUnknown{
    "STUDENT_UNKNOWN",
    absl::StatusCode::kNotFound,
    404,
    Retry::kNo,
    "The vault holds nothing of a student with this id. Check the id: it is the sourcedId of the roster.",
    "La bóveda no guarda nada de un estudiante con ese identificador. Revíselo: es el sourcedId del padrón."};
inline constexpr ProblemKind kReviewKeyDestroyed{
    "REVIEW_KEY_DESTROYED",
    absl::StatusCode::kFailedPrecondition,
    410,
    Retry::kNo,
    "What was held under this review id can no longer be read, as the key of a student in it was destroyed. "
    "Send the request without a review id to have it looked at again.",
    "Lo retenido con este identificador de revisión ya no se puede leer: se destruyó la clave de un "
    "estudiante que contiene. Envíe la solicitud sin identificador para que se revise de nuevo."};
inline constexpr ProblemKind kVaultRedisUnreachable{
    "VAULT_REDIS_UNREACHABLE",
    absl::StatusCode::kUnavailable,
    503,
    Retry::kYes,
    "None of the vault's Redis servers answers over TLS ({addresses}). District IT: check that one runs, "
    "that "
    "its address and port are right and that no firewall is between.",
    "Ninguno de los servidores Redis de la bóveda responde por TLS ({addresses}). Informática: compruebe que "
    "uno funcione, que su dirección y puerto sean correctos y que no haya un cortafuegos en medio."};
inline constexpr ProblemKind kVaultRedisUntrusted{
    "VAULT_REDIS_UNTRUSTED",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The certificate of the vault's Redis at {address} is not for that name, or not from an authority this "
    "gate trusts; nothing was sent to it. District IT: check 'ca' and 'addresses' under 'vault.redis' and "
    "the "
    "server's certificate.",
    "El certificado del Redis de la bóveda en {address} no es para ese nombre o no es de una autoridad de "
    "confianza; no se le envió nada. Informática: revise 'ca' y 'addresses' en 'vault.redis' y el "
    "certificado "
    "del servidor."};
inline constexpr ProblemKind kVaultRedisLogin{
    "VAULT_REDIS_LOGIN",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The vault's Redis at {address} does not take the user and the password this gate has. District IT: "
    "check "
    "'user' and 'password_file' under 'vault.redis', and the user in the server's ACL.",
    "El Redis de la bóveda en {address} no acepta el usuario y la contraseña de esta puerta. Informática: "
    "revise 'user' y 'password_file' en 'vault.redis' y el usuario en la ACL del servidor."};
inline constexpr ProblemKind kVaultRedisNoPrimary{
    "VAULT_REDIS_NO_PRIMARY",
    absl::StatusCode::kUnavailable,
    503,
    Retry::kYes,
    "None of the vault's Redis servers ({addresses}) can be written: each is a replica or still loading. "
    "District IT: promote one, or wait for Sentinel to do it.",
    "Ninguno de los servidores Redis de la bóveda ({addresses}) admite escritura: cada uno es una réplica o "
    "aún está cargando. Informática: promueva uno o espere a que lo haga Sentinel."};
inline constexpr ProblemKind kVaultRedisPermission{
    "VAULT_REDIS_PERMISSION",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The gate's user on the vault's Redis lacks the permission {permission}. District IT: add it with 'ACL "
    "SETUSER', as docs/redis.md shows.",
    "Al usuario de la puerta en el Redis de la bóveda le falta el permiso {permission}. Informática: "
    "agréguelo "
    "con 'ACL SETUSER', como muestra docs/redis.md."};
inline constexpr ProblemKind kVaultRedisNotDurable{
    "VAULT_REDIS_NOT_DURABLE",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The vault's Redis could forget whose pseudonym is whose: its '{setting}' is '{found}'. District IT: set "
    "it "
    "to '{wanted}', or, if only sessions need to be remembered, set 'vault.redis.session_data_only'.",
    "El Redis de la bóveda podría olvidar de quién es cada seudónimo: su '{setting}' es '{found}'. "
    "Informática: póngalo en '{wanted}' o, si solo hay que recordar sesiones, use "
    "'vault.redis.session_data_only'."};
inline constexpr ProblemKind kVaultSessionDataOnly{
    "VAULT_SESSION_DATA_ONLY",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The agreement asks for pseudonyms that stay the same all year, and this gate's vault keeps sessions "
    "only. "
    "District IT: make the vault's Redis durable and remove 'vault.redis.session_data_only'.",
    "El convenio pide seudónimos que no cambien en todo el año y la bóveda de esta puerta solo guarda "
    "sesiones. Informática: haga duradero el Redis de la bóveda y quite 'vault.redis.session_data_only'."};
inline constexpr ProblemKind kVaultKeyUriUnusable{
    "VAULT_KEY_URI_UNUSABLE",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The pkcs11: URI of the vault's key is unusable: '{part}' is missing, misspelt, not allowed, or names "
    "more "
    "than one thing. District IT: write "
    "pkcs11:token=NAME;object=NAME?module-path=/PATH&pin-source=file:/PATH "
    "(RFC 7512); a PIN stands in a file of its own, never in the configuration.",
    "El URI pkcs11: de la clave de la bóveda no sirve: '{part}' falta, está mal escrito, no se permite o "
    "nombra "
    "más de una cosa. Informática: escriba "
    "pkcs11:token=NOMBRE;object=NOMBRE?module-path=/RUTA&pin-source=file:/RUTA (RFC 7512); el PIN va en un "
    "archivo propio, nunca en la configuración."};
inline constexpr ProblemKind kVaultTokenModuleUnusable{
    "VAULT_TOKEN_MODULE_UNUSABLE",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The PKCS#11 module {file}, through which the vault's key is reached, cannot be loaded: {reason}. "
    "District "
    "IT: install the token maker's module, or correct module-path.",
    "El módulo PKCS#11 {file}, por el que se llega a la clave de la bóveda, no se puede cargar: {reason}. "
    "Informática: instale el módulo del fabricante o corrija module-path."};
inline constexpr ProblemKind kVaultTokenUnavailable{
    "VAULT_TOKEN_UNAVAILABLE",
    absl::StatusCode::kUnavailable,
    503,
    Retry::kYes,
    "The token that holds the vault's key, {token}, does not answer (PKCS#11 error {code}), so names cannot "
    "be "
    "replaced and nothing may leave. District IT: check that it is plugged in or reachable, and its name and "
    "serial number in the configuration. Schoolgate never initialises a token.",
    "El dispositivo que guarda la clave de la bóveda, {token}, no responde (error PKCS#11 {code}); no se "
    "pueden "
    "reemplazar nombres y nada puede salir. Informática: revise que esté conectado o accesible, y su nombre "
    "y "
    "número de serie en la configuración. Schoolgate nunca inicializa un dispositivo."};
inline constexpr ProblemKind kVaultTokenPinMissing{
    "VAULT_TOKEN_PIN_MISSING",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The token's PIN file {file} is missing or empty. District IT: write the PIN into it as its only line, "
    "readable by the gate's own user alone.",
    "El archivo del PIN, {file}, falta o está vacío. Informática: escriba en él el PIN como única línea, "
    "legible "
    "solo por el usuario de Schoolgate."};
inline constexpr ProblemKind kVaultTokenPinRefused{
    "VAULT_TOKEN_PIN_REFUSED",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The token does not take the PIN in {file}, has locked itself, or has one try left, which Schoolgate "
    "leaves "
    "to you. The same PIN is not tried twice. District IT: correct the file, and unlock the token with its "
    "maker's tool if it asks for that.",
    "El dispositivo no acepta el PIN de {file}, se bloqueó, o le queda un intento, que Schoolgate le deja a "
    "usted. El mismo PIN no se prueba dos veces. Informática: corrija el archivo y, si hace falta, "
    "desbloquee el "
    "dispositivo con la herramienta del fabricante."};
inline constexpr ProblemKind kVaultTokenKeyUnfit{
    "VAULT_TOKEN_KEY_UNFIT",
    absl::StatusCode::kFailedPrecondition,
    503,
    Retry::kNo,
    "The key {key} cannot guard the vault because of its {attribute}. It must be the only key of its name, "
    "AES "
    "of 256 bits for CKM_AES_GCM, with CKA_ENCRYPT, CKA_DECRYPT and CKA_SENSITIVE true and CKA_EXTRACTABLE "
    "false. District IT: name another key, or make one with the token's tool.",
    "La clave {key} no puede proteger la bóveda por su {attribute}. Debe ser la única con su nombre, AES de "
    "256 "
    "bits para CKM_AES_GCM, con CKA_ENCRYPT, CKA_DECRYPT y CKA_SENSITIVE verdaderos y CKA_EXTRACTABLE falso. "
    "Informática: indique otra clave o cree una con la herramienta del dispositivo."};
inline constexpr ProblemKind kKeyShareUnreadable{
    "KEY_SHARE_UNREADABLE",
    absl::StatusCode::kInvalidArgument,
    400,
    Retry::kNo,
    "Text {which} of the two is not a custodian's key share, or its first two lines are mistyped. Compare it "
    "with the paper, or ask its custodian for the right one.",
    "El texto {which} de los dos no es una parte de clave de un custodio, o sus dos primeras líneas están "
    "mal "
    "escritas. Compárelo con el papel o pida el correcto a su custodio."};
inline constexpr ProblemKind kKeyShareMistyped{
    "KEY_SHARE_MISTYPED",
    absl::StatusCode::kInvalidArgument,
    400,
    Retry::kNo,
    "Key share text {which} of the two has a typing error in group {group}, counted from the first of its "
    "{groups} groups of six symbols. Compare that group with the paper.",
    "El texto {which} de los dos tiene un error en el grupo {group}, contando desde el primero de sus "
    "{groups} "
    "grupos de seis símbolos. Compare ese grupo con el papel."};
inline constexpr ProblemKind kKeySharesSame{
    "KEY_SHARES_SAME",
    absl::StatusCode::kInvalidArgument,
    400,
    Retry::kNo,
    "Both texts are key share {which}. The key needs shares 1 and 2; ask the other custodian for the other "
    "one.",
    "Ambos textos son la parte {which} de la clave. Hacen falta las partes 1 y 2; pida la que falta al otro "
    "custodio."};
inline constexpr ProblemKind kKeySharesUnrelated{"KEY_SHARES_UNRELATED",
                                                 absl::StatusCode::kInvalidArgument,
                                                 400,
                                                 Retry::kNo,
                                                 "These key shares do not belong together: they were made "
                                                 "for different keys, or at different times. Ask both "
                                                 "custodians for the shares made on the same occasion.",
                                                 "Estas partes de clave no van juntas: son de claves "
                                                 "distintas o se hicieron en ocasiones distintas. Pida a "
                                                 "ambos custodios las partes hechas en la misma ocasión."};
inline constexpr ProblemKind kNoRoster{"NO_ROSTER",
                                       absl::StatusCode::kUnavailable,
                                       503,
                                       Retry::kYes,
                                       "No usable roster is loaded, so nobody can be recognised and nothing "
                                       "may leave. District IT: run 'schoolgate "
                                       "roster check'.",
                                       "No hay un padrón utilizable; no se puede reconocer a nadie y nada "
                                       "puede salir. Informática: ejecute 'schoolgate "
                                       "roster check'."};
inline constexpr ProblemKind kRosterFileMissing{
    "ROSTER_FILE_MISSING",
    absl::StatusCode::kNotFound,
    503,
    Retry::kNo,
    "The roster export has no {file}, or it is empty. Point the source at the folder of an unzipped "
    "OneRoster 1.1 CSV "
    "export, or ask whoever runs the student information system to include the file.",
    "La exportación del padrón no tiene {file}, o está vacío. Indique la carpeta de una exportación "
    "OneRoster 1.1 CSV "
    "descomprimida o pida a quien administra el sistema escolar que incluya el archivo."};
inline constexpr ProblemKind kRosterFileUnreadable{
    "ROSTER_FILE_UNREADABLE",
    absl::StatusCode::kPermissionDenied,
    503,
    Retry::kNo,
    "The roster export has {file}, but it cannot be read. Let the account Schoolgate runs under read it.",
    "La exportación del padrón tiene {file}, pero no se puede leer. Permita que lo lea la cuenta con la que "
    "corre "
    "Schoolgate."};
inline constexpr ProblemKind kRosterHeaderUnusable{
    "ROSTER_HEADER_UNUSABLE",
    absl::StatusCode::kInvalidArgument,
    503,
    Retry::kNo,
    "The first line of {file} does not name the columns {columns}. Export it again as OneRoster CSV, with "
    "its header "
    "line, in UTF-8.",
    "La primera línea de {file} no nombra las columnas {columns}. Expórtelo de nuevo como OneRoster CSV, con "
    "su línea "
    "de encabezado, en UTF-8."};
inline constexpr ProblemKind kRosterTooBroken{
    "ROSTER_TOO_BROKEN",
    absl::StatusCode::kInvalidArgument,
    503,
    Retry::kNo,
    "Of the {rows} rows of {file}, {broken} are broken; at most {limit} % may be. 'schoolgate roster check' "
    "lists them "
    "with their lines. Mend the export, or ask whoever runs the student information system.",
    "De las {rows} filas de {file}, {broken} están dañadas; se admite hasta {limit} %. 'schoolgate roster "
    "check' las "
    "muestra con su línea. Corrija la exportación o pregunte a quien administra el sistema escolar."};
inline constexpr ProblemKind kRosterNotComplete{"ROSTER_NOT_COMPLETE",
                                                absl::StatusCode::kFailedPrecondition,
                                                503,
                                                Retry::kNo,
                                                "The manifest says that {file} holds changes only, so people "
                                                "missing from it would lose their protection. Export "
                                                "in bulk mode.",
                                                "El manifiesto dice que {file} contiene solo cambios; quien "
                                                "no figure en él perdería su protección. Exporte en modo "
                                                "completo (bulk)."};
inline constexpr ProblemKind kShuttingDown{"SHUTTING_DOWN",
                                           absl::StatusCode::kUnavailable,
                                           503,
                                           Retry::kYes,
                                           "This gate is stopping. Try again in a moment.",
                                           "Esta puerta se está deteniendo. Intente en un momento."};
inline constexpr ProblemKind kOverloaded{
    "OVERLOADED",
    absl::StatusCode::kResourceExhausted,
    429,
    Retry::kYes,
    "This gate has as many requests as it can take. Try again in a moment.",
    "Esta puerta tiene todas las solicitudes que puede atender. Intente en un momento."};

// ---- district records for vendors
// ------------------------------------------------------------------------------
inline constexpr ProblemKind kRecordsNotAgreed{
    "RECORDS_NOT_AGREED",
    absl::StatusCode::kPermissionDenied,
    403,
    Retry::kNo,
    "The tool '{tool}' does not cover this: {what}. Ask for what it covers, or ask the tool's owner to have "
    "the tool's 'records' changed: {owner}.",
    "La herramienta '{tool}' no cubre esto: {what}. Pida lo que cubre o pida a su responsable que se cambie "
    "'records' de la herramienta: {owner}."};
inline constexpr ProblemKind kSessionNeeded{
    "SESSION_NEEDED",
    absl::StatusCode::kInvalidArgument,
    400,
    Retry::kNo,
    "The agreement of the tool '{tool}' gives pseudonyms for a session only, and the call names none. Send "
    "the same 'x-schoolgate-session' with every call that belongs together, or ask the tool's owner about "
    "pseudonyms for a school year: {owner}.",
    "El acuerdo de la herramienta '{tool}' da seudónimos solo para una sesión y la llamada no nombra "
    "ninguna. "
    "Envíe el mismo 'x-schoolgate-session' con todas las llamadas que van juntas o pregunte a su responsable "
    "por seudónimos para un año escolar: {owner}."};
inline constexpr ProblemKind kResultsRejected{
    "RESULTS_REJECTED",
    absl::StatusCode::kInvalidArgument,
    400,
    Retry::kNo,
    "{count} of the results cannot be taken, so none was. The first: {place}: {expected}. Mend those named "
    "in "
    "the error's details and send all again; what a pseudonym or line item is, ListRecords says.",
    "{count} de los resultados no se pueden tomar, así que no se tomó ninguno. El primero: {place}: "
    "{expected}. Corrija los nombrados en los detalles del error y envíe todos de nuevo; qué seudónimos y "
    "tareas hay lo dice ListRecords."};
inline constexpr ProblemKind kResultsNotWritten{
    "RESULTS_NOT_WRITTEN",
    absl::StatusCode::kUnavailable,
    503,
    Retry::kYes,
    "Schoolgate could not hand the results to the district, and none was taken. Send them again later; "
    "district IT finds the cause in the gate's log.",
    "Schoolgate no pudo entregar los resultados al distrito y no se tomó ninguno. Envíelos de nuevo más "
    "tarde; informática del distrito encuentra la causa en el registro de la puerta."};

// ---- the vendor's side
// ---------------------------------------------------------------------------------------
inline constexpr ProblemKind kVendorUnreachable{
    "VENDOR_UNREACHABLE",
    absl::StatusCode::kUnavailable,
    502,
    Retry::kYes,
    "The vendor '{vendor}' could not be reached ({cause}). Try again; if it lasts, ask district IT.",
    "No se pudo contactar al proveedor '{vendor}' ({cause}). Intente de nuevo; si continúa, pregunte a "
    "informática "
    "del distrito."};
inline constexpr ProblemKind kVendorTimeout{
    "VENDOR_TIMEOUT",
    absl::StatusCode::kDeadlineExceeded,
    504,
    Retry::kYes,
    "The vendor '{vendor}' did not answer in time. Try again, or ask for a shorter answer.",
    "El proveedor '{vendor}' no respondió a tiempo. Intente de nuevo o pida una respuesta más corta."};
inline constexpr ProblemKind kVendorError{
    "VENDOR_ERROR",
    absl::StatusCode::kUnavailable,
    502,
    Retry::kYes,
    "The vendor '{vendor}' answered with an error (HTTP {status}). If it lasts, ask district IT.",
    "El proveedor '{vendor}' respondió con un error (HTTP {status}). Si continúa, pregunte a informática del "
    "distrito."};
inline constexpr ProblemKind kVendorRejected{"VENDOR_REJECTED",
                                             absl::StatusCode::kInvalidArgument,
                                             400,
                                             Retry::kNo,
                                             "The vendor '{vendor}' did not accept the request (HTTP "
                                             "{status}). Check its parameters against the model's limits.",
                                             "El proveedor '{vendor}' no aceptó la solicitud (HTTP "
                                             "{status}). Revise los parámetros y los límites del modelo."};
inline constexpr ProblemKind kVendorRateLimited{
    "VENDOR_RATE_LIMITED",
    absl::StatusCode::kResourceExhausted,
    429,
    Retry::kYes,
    "The vendor '{vendor}' takes no more requests right now. Try again in a moment.",
    "El proveedor '{vendor}' no acepta más solicitudes en este momento. Intente más tarde."};
inline constexpr ProblemKind kVendorGarbage{
    "VENDOR_GARBAGE",
    absl::StatusCode::kUnavailable,
    502,
    Retry::kYes,
    "The vendor '{vendor}' sent an answer Schoolgate cannot read. Try again; if it lasts, ask district IT.",
    "El proveedor '{vendor}' envió una respuesta que Schoolgate no puede leer. Intente de nuevo; si "
    "continúa, "
    "pregunte a informática del distrito."};
inline constexpr ProblemKind kVendorStopped{
    "VENDOR_STOPPED",
    absl::StatusCode::kUnavailable,
    502,
    Retry::kYes,
    "The vendor '{vendor}' broke off its answer. What arrived before is complete as far as it goes.",
    "El proveedor '{vendor}' cortó su respuesta. Lo que llegó antes es válido hasta donde llega."};
inline constexpr ProblemKind kWrongDestination{"WRONG_DESTINATION",
                                               absl::StatusCode::kInternal,
                                               500,
                                               Retry::kNo,
                                               "A message cleared for one destination was handed to another; "
                                               "it was not sent. Give district IT the request id.",
                                               "Un mensaje autorizado para un destino se entregó a otro; no "
                                               "se envió. Dé a informática el identificador."};
inline constexpr ProblemKind kClearanceUsed{
    "CLEARANCE_USED",
    absl::StatusCode::kInternal,
    500,
    Retry::kNo,
    "A clearance was used a second time; nothing was sent. Give district IT the request id.",
    "Una autorización se usó por segunda vez; no se envió nada. Dé a informática el identificador."};
inline constexpr ProblemKind kClientGone{"CLIENT_GONE",
                                         absl::StatusCode::kCancelled,
                                         499,
                                         Retry::kNo,
                                         "The caller went away before the answer was complete.",
                                         "Quien llamó se fue antes de que terminara la respuesta."};

inline constexpr ProblemKind kSlowReader{
    "SLOW_READER",
    absl::StatusCode::kResourceExhausted,
    408,
    Retry::kNo,
    "The caller reads this stream too slowly: {limit} bytes of the answer wait for it. Read faster, or ask "
    "for the whole answer at once.",
    "Quien llamó lee este flujo muy despacio: {limit} bytes de la respuesta lo esperan. Lea más rápido o "
    "pida "
    "la respuesta completa."};

inline constexpr std::array kAll = {&kInternal,
                                    &kUnauthenticated,
                                    &kRoleNotAllowed,
                                    &kToolNotAllowed,
                                    &kPersonNotAllowed,
                                    &kMalformedRequest,
                                    &kInvalidUtf8,
                                    &kUnknownField,
                                    &kWrongType,
                                    &kMissingField,
                                    &kInvalidValue,
                                    &kBodyTooLarge,
                                    &kUnknownModel,
                                    &kUnknownPurpose,
                                    &kUnknownEndpoint,
                                    &kMethodNotAllowed,
                                    &kDuplicateRequest,
                                    &kUnimplemented,
                                    &kPolicyDenied,
                                    &kPolicyUnusable,
                                    &kAgreementExpired,
                                    &kToolSuspended,
                                    &kPilotNotRunning,
                                    &kPreconditionNotMet,
                                    &kCallerNotCovered,
                                    &kCallerTooYoung,
                                    &kStaffCourseNeeded,
                                    &kRequestCapReached,
                                    &kElementBlocked,
                                    &kNoOnPremisesModel,
                                    &kHeldForReview,
                                    &kSurveyConsentNeeded,
                                    &kMediaNotAllowed,
                                    &kAuditUnavailable,
                                    &kAuditDiskLow,
                                    &kAuditRecordTooLarge,
                                    &kAuditLogDamaged,
                                    &kAuditLogInUse,
                                    &kAuditKeyUnusable,
                                    &kVaultUnavailable,
                                    &kNoRoster,
                                    &kRosterFileMissing,
                                    &kRosterFileUnreadable,
                                    &kRosterHeaderUnusable,
                                    &kRosterTooBroken,
                                    &kRosterNotComplete,
                                    &kShuttingDown,
                                    &kOverloaded,
                                    &kRecordsNotAgreed,
                                    &kSessionNeeded,
                                    &kResultsRejected,
                                    &kResultsNotWritten,
                                    &kVendorUnreachable,
                                    &kVendorTimeout,
                                    &kVendorError,
                                    &kVendorRejected,
                                    &kVendorRateLimited,
                                    &kVendorGarbage,
                                    &kVendorStopped,
                                    &kWrongDestination,
                                    &kClearanceUsed,
                                    &kVaultKeyMissing,
                                    &kVaultKeyWrong,
                                    &kVaultKeyExposed,
                                    &kVaultOtherVersion,
                                    &kVaultKeyUnknown,
                                    &kVaultKeyInUse,
                                    &kStudentOnHold,
                                    &kStudentNotOnHold,
                                    &kStudentUnknown,
                                    &kReviewKeyDestroyed,
                                    &kVaultRedisUnreachable,
                                    &kVaultRedisUntrusted,
                                    &kVaultRedisLogin,
                                    &kVaultRedisNoPrimary,
                                    &kVaultRedisPermission,
                                    &kVaultRedisNotDurable,
                                    &kVaultSessionDataOnly,
                                    &kVaultKeyUriUnusable,
                                    &kVaultTokenModuleUnusable,
                                    &kVaultTokenUnavailable,
                                    &kVaultTokenPinMissing,
                                    &kVaultTokenPinRefused,
                                    &kVaultTokenKeyUnfit,
                                    &kKeyShareUnreadable,
                                    &kKeyShareMistyped,
                                    &kKeySharesSame,
                                    &kKeySharesUnrelated,
                                    &kClientGone,
                                    &kSlowReader,
                                    &kReviewNotFound,
                                    &kReviewOtherRequest,
                                    &kReviewDenied,
                                    &kReviewExpired,
                                    &kReviewUsed,
                                    &kReviewDecided,
                                    &kReviewerNotAllowed,
                                    &kReviewOwnRequest,
                                    &kReviewsFull,
                                    &kReviewsUnavailable,
                                    &kReviewDamaged,
                                    &kPolicyChangedMeanwhile,
                                    &kPolicyDirectoryManaged,
                                    &kOfficersOnly,
                                    &kPersonNeeded};

}  // namespace schoolgate::problems

#endif  // SCHOOLGATE_CORE_UTIL_PROBLEMS_H_
