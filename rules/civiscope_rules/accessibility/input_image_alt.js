// What a browser says when it knows nothing better says no more when an author writes it.
(options, { all, exposed, name }) => {
  const DEFAULT = /^(submit query|abfrage senden|soumettre la requête|enviar consulta|invia query|query verzenden)$/i;
  return all("input[type=image i]").filter((element) => exposed(element) && DEFAULT.test((name(element) || "").trim())).map((element) => ({ element }));
}
